"""One community from the plan's import to acceptance, handover and closing: typed and clicked.

电机厂家属院 of Linqu's real plan of 2024. Only its homes are entered by the side, because household
lists have an importer of their own. The business clock is set forward between the chapters.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import acting as do
from tests.browser.conftest import photograph, windows
from tests.browser.importing import import_the_plan, take_a_reissue_back

NAME = "电机厂家属院"
WAN = {  # the contents and what they are estimated to cost, in 元
    "corridor/basic/1": "40000.00",
    "corridor/basic/3": "260000.00",
    "environment/basic/1": "80000.00",
    "environment/basic/3": "120000.00",
    "utilities/basic/1": "60000.00",
    "environment/improving/2": "20000.00",
}
USERS = {
    "handler": "demo_handler",
    "reviewer": "demo_reviewer",
    "clerk": "demo_clerk",
    "finance": "demo_finance",
    "development": "demo_development",
    "resources": "demo_department",
    "leader": "demo_leader",
}


class Cast:
    """Everybody at their own desk: `cast.clerk` is a signed-in page, opened when first needed."""

    def __init__(self, office, open_one):
        self.office, self.open_one = office, open_one

    def __getattr__(self, role):
        page = self.another(role)
        setattr(self, role, page)
        return page

    def another(self, role):
        """The same person at a second desk."""
        do.sign_in(page := self.open_one(), USERS[role])
        return page

    def on(self, day):
        """The office opens on that morning."""
        self.office.serve(f"{day} 08:30")


@pytest.fixture
def cast(chromium, office):
    """The office on the day of the import."""
    office.serve("2024-03-18 08:30")
    with windows(chromium, office.url) as open_one:
        yield Cast(office, open_one)
    # The browser remarks on every form that came back; those were meant to.
    meant = ("status of 422", "status of 409")
    assert [said for said in open_one.complaints if not any(one in said for one in meant)] == []


def test_one_community_from_the_plan_to_its_closing(cast):
    import_the_plan(cast.handler)
    take_a_reissue_back(cast.handler)
    record_what_lay_before(cast.handler)
    cast.office.fill("homes", NAME)

    cast.on("2024-04-08")
    choose_the_contents(cast.clerk)
    design(cast.clerk)
    estimate(cast.handler, cast.reviewer)
    post_the_notice(cast.clerk)
    ask_the_owners(cast.clerk)
    type_the_papers(cast)

    cast.on("2024-04-18")
    count(cast.clerk, cast.reviewer)
    end_the_notice(cast.clerk)
    determine(cast.handler, cast.reviewer)
    collect_the_money(cast.clerk)
    review_jointly(cast)

    cast.on("2024-05-06")
    start_works(cast.clerk)

    cast.on("2024-06-20")
    finish_works(cast.clerk)
    accept(cast.clerk)
    hand_over(cast.clerk)
    close(cast.clerk)
    look_from_above(cast.leader)


def record_what_lay_before(handler):
    """The first round and the admission were done on paper before the import."""
    do.open_project(handler, NAME)
    for step, day, paper in (
        ("first_round", "2024-03-08", "改造意愿征询汇总表 3 号"),
        ("admission", "2024-03-11", "计划上报表 3 号"),
    ):
        do.open_tab(handler, "流程")
        do.follow(do.step(handler, step), "补录佐证")
        do.fill(handler, happened_on=day, document_no=paper, file=do.paper(paper))
        do.press(handler, "存入佐证并办结")
        expect(do.step(handler, step)).to_contain_text("办结")


def choose_the_contents(clerk):
    """A ticked content without a figure is refused, and the rest stays as typed."""
    do.open_project(clerk, NAME)
    do.open_tab(clerk, "改造内容")
    do.follow(clerk, "选择内容")
    for key, amount in WAN.items():
        do.fill(clerk, **{f"pick:{key}": True, f"estimate:{key}": amount})
    do.fill(clerk, **{"estimate:corridor/basic/3": "二十六万"})
    do.press(clerk, "保存改造内容")
    expect(clerk.locator(".form-errors")).to_be_visible()
    assert do.typed(clerk, "estimate:corridor/basic/3") == "二十六万"
    assert do.typed(clerk, "estimate:environment/basic/3") == "120000.00"
    do.fill(clerk, **{"estimate:corridor/basic/3": WAN["corridor/basic/3"]})
    do.press(clerk, "保存改造内容")
    expect(do.main(clerk)).to_contain_text("580,000.00")


def design(clerk):
    """All that is missing is shown; with the two documents the step is done."""
    do.open_tab(clerk, "流程")
    step = do.step(clerk, "design")
    expect(step).to_contain_text("还差 2 项")
    expect(step).to_contain_text("改造设计方案")
    expect(step).to_contain_text("工程概算书")
    do.upload(clerk, "design", "改造设计方案", "工程概算书")
    do.complete(clerk, "design")


def estimate(handler, reviewer):
    """Who would pay what, by the handler; the second person confirms."""
    do.open_project(handler, NAME)
    do.open_tab(handler, "资金")
    do.follow(handler, "办理预计测算")
    do.press(handler, "测算并保存")
    expect(do.main(handler)).to_contain_text("待第二人复核")
    do.open_project(reviewer, NAME)
    do.open_tab(reviewer, "资金")
    do.press(reviewer, "复核预计测算")
    expect(do.main(reviewer)).not_to_contain_text("待第二人复核")


def post_the_notice(clerk):
    """Seven working days, the day of posting not counted; the first day's photograph."""
    do.open_tab(clerk, "公示")
    do.follow(clerk, "登记方案公示")
    do.fill(
        clerk,
        title=f"{NAME}改造方案公示",
        where_posted="小区大门、1 号楼单元门厅",
        contact="城关街道办事处 刘洋 0536-0000000",
        body="改造内容六项，总投资五十八万元，居民出资按面积分摊。",
    )
    do.press(clerk, "登记张贴")
    expect(do.main(clerk)).to_contain_text("2024-04-17（周三）24 时期满")
    photograph_the_posting(clerk, "首日张贴", "")


def photograph_the_posting(clerk, label, taken):
    do.follow(clerk, "上传照片")
    do.fill(clerk, upload=do.picture(label), label=label, taken_at=taken)
    do.press(clerk, "上传")


def ask_the_owners(clerk):
    """The second round opens: the roll freezes."""
    do.open_tab(clerk, "征询表决")
    do.follow(clerk, "开启方案意见征询")
    do.fill(clerk, contact="0536-0000000", closes_at="2024-04-17T18:00")
    do.press(clerk, "冻结名册并开启")
    expect(do.main(clerk)).to_contain_text("名册冻结")


def type_the_papers(cast):
    """Keyboard only, all in one go; somebody who has the same pile is told who was faster."""
    clerk, slower = cast.clerk, cast.another("clerk")
    do.follow(clerk, "录票")
    slower.goto(clerk.url)
    rows = do.sheet_rows(slower)
    do.vote(clerk, "1" * (rows - 3) + "23")
    do.vote(clerk, "4", reason="1")
    do.all_uploaded(clerk)
    photograph(clerk, "journey-sheet")
    do.vote(slower, "2")
    expect(slower.locator("#refusal")).to_contain_text("没有收下")
    expect(slower.locator("#refusal")).to_contain_text("刘洋")
    clerk.reload()
    expect(clerk.locator(".sheet-gauges")).to_contain_text(f"{rows - 1} / {rows} 人")


def count(clerk, reviewer):
    """The hand count ties; whoever counted cannot confirm; the second person does, and prints."""
    do.open_project(clerk, NAME)
    do.open_tab(clerk, "征询表决")
    do.follow(clerk, "截止计票")
    do.count_by_hand(clerk)
    do.press(clerk, "截止，交第二人复核")
    do.open_project(reviewer, NAME)
    do.open_tab(reviewer, "征询表决")
    do.follow(reviewer, "复核确认")
    photograph(reviewer, "journey-confirm")
    do.press(reviewer, "复核确认")
    expect(do.main(reviewer)).to_contain_text("已复核确认")
    do.press(reviewer, "印汇总表")
    assert do.printed(reviewer).startswith(b"%PDF")
    do.open_project(clerk, NAME)
    do.upload(clerk, "second_round", "改造方案意见征询汇总表")
    do.complete(clerk, "second_round")


def end_the_notice(clerk):
    """The notice is over; without the last day's photograph the step says so."""
    do.open_tab(clerk, "流程")
    expect(do.step(clerk, "notice")).to_contain_text("首末两日现场照片")
    do.open_tab(clerk, "公示")
    photograph_the_posting(clerk, "末日", "2024-04-17T17:00")
    do.complete(clerk, "notice")


def determine(handler, reviewer):
    """What every household owes."""
    do.open_project(handler, NAME)
    do.open_tab(handler, "资金")
    do.follow(handler, "办理应缴测算")
    do.press(handler, "测算并保存")
    do.open_project(reviewer, NAME)
    do.open_tab(reviewer, "资金")
    do.follow(reviewer, "应缴 · 待复核")
    do.press(reviewer, "复核应缴测算")


def collect_the_money(clerk):
    """Room, Enter, voucher: until nobody owes anything."""
    do.open_ledger(clerk, NAME)
    first = do.collect_next(clerk)
    do.collect_next(clerk, voucher=first)
    expect(clerk.locator(".form-errors")).to_contain_text("凭证")
    assert do.typed(clerk, "voucher") == first
    do.open_ledger(clerk, NAME)
    while do.collect_next(clerk):
        pass
    expect(do.main(clerk)).to_contain_text("全部到位")
    photograph(clerk, "journey-ledger")
    do.open_project(clerk, NAME)
    do.complete(clerk, "residents_money")


def review_jointly(cast):
    """Four departments, each by its own person; then the conclusion."""
    handler = cast.handler
    do.open_project(handler, NAME)
    do.to_the_work(handler, "joint_review")
    do.follow(handler, "受理联合审查批准")
    do.press(handler, "受理并征求意见")
    for page, unit in (
        (cast.development, "临朐县发展和改革局"),
        (cast.finance, "临朐县财政局"),
        (cast.resources, "临朐县自然资源和规划局"),
        (handler, "临朐县住房和城乡建设局"),
    ):
        do.open_project(page, NAME)
        do.to_the_work(page, "joint_review")
        do.follow(do.row(page, unit), "签署")
        do.fill(page, view="agree", signatory="经办人")
        do.press(page, "签署")
        expect(do.row(page, unit)).to_contain_text("同意")
    do.open_project(handler, NAME)
    do.to_the_work(handler, "joint_review")
    do.follow(handler, "作出结论")
    do.fill(handler, verdict="yes", conclusion="各部门同意，按方案实施。")
    do.press(handler, "确认结论")
    do.upload(handler, "joint_review", "联合审查意见")
    do.complete(handler, "joint_review")


def start_works(clerk):
    """Three papers and the works begin; a first report."""
    do.open_project(clerk, NAME)
    do.upload(clerk, "start", "项目立项批复", "施工合同", "施工许可证或开工令")
    do.complete(clerk, "start")
    do.to_the_work(clerk, "works")
    do.fill(clerk, percent="20", remark="围挡、脚手架完成")
    do.press(clerk, "填报")
    expect(do.main(clerk)).to_contain_text("20%")


def finish_works(clerk):
    """To one hundred per cent."""
    do.open_project(clerk, NAME)
    do.to_the_work(clerk, "works")
    do.fill(clerk, percent="100", remark="全部完工", **{f"item:{key}": "100" for key in WAN})
    do.press(clerk, "填报")
    expect(do.main(clerk)).to_contain_text("100%")
    do.upload(clerk, "works", "工程竣工报告")
    do.complete(clerk, "works")


def accept(clerk):
    """Five parties and two owners; a defect is found, mended, and the acceptance passes."""
    do.open_tab(clerk, "验收移交")
    do.follow(clerk, "登记联合验收")
    do.fill(clerk, owners="梁敏\n许林")
    do.press(clerk, "登记")
    do.follow(clerk, "登记问题")
    do.fill(clerk, part="1 单元门厅", finding="踏步边角破损", due_on="2024-06-24")
    do.press(clerk, "登记")
    while do.any_left(clerk, "签字"):
        do.follow(clerk, "签字")
        do.fill(clerk, verdict="pass", signatory="参加人")
        do.press(clerk, "签字")
    do.follow(clerk, "复验")
    do.press(clerk, "复验合格")
    do.follow(clerk, "作出结论")
    do.fill(clerk, verdict="yes", conclusion="各方一致同意通过联合验收。")
    do.press(clerk, "确认结论")
    photograph(clerk, "journey-accepted")
    do.upload(clerk, "acceptance", "竣工验收单")
    do.complete(clerk, "acceptance")


def hand_over(clerk):
    """Every line of the list is signed for."""
    do.open_tab(clerk, "验收移交")
    do.follow(clerk, "编制清单")
    do.press(clerk, "按方案列出")
    while do.any_left(clerk, "签收"):
        do.follow(clerk, "签收")
        do.fill(clerk, signatory="接收人", quantity="1 批")
        do.press(clerk, "签收")
    do.complete(clerk, "handover")


def close(clerk):
    """The way of keeping it well is written down, and the project is closed."""
    do.upload(clerk, "long_term", "长效管理方案")
    do.complete(clerk, "long_term")
    do.open_project(clerk, NAME)
    expect(clerk.locator(".page-head")).to_contain_text("已办结")
    photograph(clerk, "journey-closed")


def look_from_above(leader):
    """The dashboard counts it as started and accepted, with its twenty homes."""
    leader.goto("/dashboard/")
    expect(do.main(leader)).to_contain_text("16 个小区开工 1 个，还差 15 个")
    for label, planned, done in (("小区", "16", "1"), ("住户", "1,216", "20")):
        figures = do.row(leader, label).locator("td.num")
        assert [figures.nth(place).inner_text() for place in (0, 1, 3)] == [planned, done, done]
    photograph(leader, "journey-dashboard")
