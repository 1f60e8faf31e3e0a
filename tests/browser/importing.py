"""The first chapter of the journey: a table from its upload through mending to its undo."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import expect

from tests.browser import acting as do
from tests.browser.conftest import photograph


def mend_an_untidy_copy(handler):
    """A column is mapped, a cell mended where it stands, a doubt answered for by name."""
    with TemporaryDirectory() as folder:
        file, households = do.untidy_plan(Path(folder))
        do.upload_plan(handler, file)
    handler.get_by_label("D 列“多少幢”读作").select_option("buildings")
    do.press(handler, "按此读入，去核对")
    expect(do.main(handler)).to_contain_text("按您的指定读作“改造楼栋数”")
    handler.locator("#sheet td#E9").click()
    handler.keyboard.type(str(households))
    handler.keyboard.press("Enter")
    expect(handler.locator("#mends")).to_contain_text("取回原值")
    expect(handler.locator("#refusals")).to_have_count(0)
    handler.locator("#doubts summary").click()
    handler.locator("#doubts [name=reason]").fill("该小区已列入，原表误隐藏")
    do.press(handler, "署名接受")
    expect(handler.locator("#doubts")).to_contain_text("全部已处理")
    photograph(handler, "journey-mended")


def import_the_plan(handler):
    """A wrong file and a wrong claim are refused; the true one ties and is written at once."""
    do.go_to(handler, "计划与项目")
    do.follow(handler, "导入计划表")
    do.fill(handler, file=do.paper("附件3"), claim=do.CLAIM)
    do.press(handler, "上传并核对")
    expect(handler.locator(".form-errors")).to_be_visible()
    assert do.typed(handler, "claim") == do.CLAIM
    do.upload_plan(handler, claim="小区=17,户=1216,万㎡=13.85")
    expect(do.main(handler)).to_contain_text("正文所述“小区”与表中各行相加不符")
    do.follow(handler, "换一个文件")
    mend_an_untidy_copy(handler)
    expect(do.main(handler)).to_contain_text("一致 3")
    do.press(handler, "确认写入 16 行")
    expect(do.main(handler)).to_contain_text("已写入")
    photograph(handler, "journey-imported")
    do.follow(handler, "查看年度计划")
    expect(do.main(handler)).to_contain_text("合计 16 个小区")


def take_a_reissue_back(handler):
    """A table issued again moves one figure; it was the wrong one, and the figure goes back."""
    do.go_to(handler, "计划与项目")
    do.follow(handler, "导入计划表")
    with TemporaryDirectory() as folder:
        file, claim = do.reissued_plan(Path(folder))
        do.upload_plan(handler, file, claim)
    do.press(handler, "确认写入 1 行")
    expect(do.main(handler)).to_contain_text("已写入")
    do.follow(handler, "撤销这次导入")
    expect(do.row(handler, "计划行 · 户数")).to_contain_text("72")
    photograph(handler, "journey-undo")
    do.fill(handler, reason="发错了一版")
    do.press(handler, "撤销这次导入")
    expect(do.main(handler)).to_contain_text("已撤销")
    expect(do.main(handler)).to_contain_text("发错了一版")
    do.go_to(handler, "计划与项目")
    do.main(handler).get_by_role("link", name=re.compile("改造计划")).first.click()
    expect(do.main(handler)).to_contain_text("合计 16 个小区")
    expect(do.main(handler)).to_contain_text("1,216")
    expect(do.main(handler)).not_to_contain_text("1,218")
