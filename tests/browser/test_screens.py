"""Every main page as the fitting person sees it, wide and on a phone, kept as a picture.

Nothing may complain, nothing may stick out of a phone, axe-core may find nothing serious, and no
foreign word may be left over.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.browser import acting
from tests.browser.conftest import HEIGHTS, photograph, windows

NORTH = "电力局北家属院"
ADMINISTRATORS = {"demo_system", "demo_security", "demo_audit"}


@pytest.fixture(scope="module")
def enter(chromium, demo):
    """`enter(username)`: the window of somebody who has signed in; each has one for all screens."""
    kept = {}
    with windows(chromium, demo.url) as open_one:

        def come_in(username):
            if username not in kept:
                page = open_one()
                acting.sign_in(page, username)
                if username in ADMINISTRATORS:
                    acting.bind_authenticator(page)
                page.complaints = open_one.complaints
                kept[username] = page
            return kept[username]

        yield come_in


def at(path):
    """A page with an address of its own."""
    return lambda page: page.goto(path)


def project(tab="概况"):
    """A tab of the project in its second round."""

    def go(page):
        acting.open_project(page, NORTH)
        if tab != "概况":
            acting.open_tab(page, tab)

    return go


def followed(path, name):
    """The page behind a link of the page at `path`."""

    def go(page):
        page.goto(path)
        page.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()

    return go


def in_policy(path):
    """A page of Linqu's policy."""

    def go(page):
        followed("/policies/", "临朐")(page)
        page.wait_for_url(re.compile(r"/versions/"))
        page.goto(page.url + path)

    return go


def sheet(page):
    """Sheet mode, from the tab of the round."""
    project("征询表决")(page)
    page.get_by_role("link", name=re.compile("录票")).first.click()
    page.locator("#paper").wait_for()


def round_page(name):
    """A page behind a button of the round."""

    def go(page):
        project("征询表决")(page)
        page.get_by_role("link", name=re.compile(name)).first.click()
        page.wait_for_load_state()

    return go


def paper(page):
    """One home's paper, from the list of those that are not back."""
    round_page("看未收回名单")(page)
    page.get_by_role("main").locator("tbody a").first.click()
    page.wait_for_load_state()


def why(page):
    """The reason of a figure, beside it."""
    project("资金")(page)
    page.locator("#line-residents .why").click()
    page.locator("#drawer-body .reason-result").wait_for()


def preview(page):
    """The same workbook again: nothing would change."""
    page.goto("/import/")
    acting.upload_plan(page)


def columns(page):
    """A table with a head that nobody knows."""
    page.goto("/import/")
    with TemporaryDirectory() as folder:
        acting.upload_plan(page, acting.untidy_plan(Path(folder))[0])


def faults(page):
    """The same, with a wrong cell and a doubt."""
    columns(page)
    page.get_by_label("D 列“多少幢”读作").select_option("buildings")
    page.get_by_label("记住这些表头").uncheck()
    page.get_by_role("button", name="按此读入").click()
    page.locator("#refusals").wait_for()


def at_work(page):
    """A large table, while a worker reads it; the page is told nothing new, so that it stays."""
    page.route("**/progress/", lambda route: route.fulfill(status=204))
    page.goto("/import/")
    lines = "".join(f"{n},第{n}小区,城关街道,1,20,1500\n" for n in range(1, 6_000))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "计划.csv"
        file.write_text("序号,小区名称,街道,楼栋数,户数,建筑面积(㎡)\n" + lines, encoding="utf-8")
        acting.upload_plan(page, file, claim="")
    page.locator("progress").wait_for()


def versions(page):
    """Which version governs which rule."""
    project()(page)
    page.get_by_role("link", name="哪一版管着哪条规则").click()
    page.wait_for_load_state()


def bulk_edit(page):
    """What setting two fields of every building of a street would change."""
    page.goto("/register/buildings/")
    page.get_by_role("button", name=re.compile("修改全部")).click()
    page.locator("input[name=storeys_way][value=set]").check()
    page.locator("input[name=storeys]").fill("5")
    page.locator("textarea[name=reason]").fill("房屋普查成果")
    page.get_by_role("button", name="预览").click()
    page.locator("#preview").wait_for()


def simulations(page):
    """What was simulated of the scheme in force."""
    followed("/policies/", "临朐")(page)
    page.get_by_role("link", name="推演对在办项目的影响").click()
    page.wait_for_load_state()


def surveys(page):
    """A finished project asks its residents; the page of what came back so far."""
    acting.open_project(page, "电机厂家属院")
    acting.open_tab(page, "验收移交")
    acting.follow(page, "满意度调查")
    page.wait_for_url(re.compile("/surveys/"))
    if page.get_by_role("link", name="开展满意度调查").count():
        acting.follow(page, "开展满意度调查")
        acting.fill(page, size="12", closes_on="2024-07-05")
        acting.press(page, "抽样并开展")


def bodies(page):
    """Who applies, who watches, what is disputed, in the order of work."""
    acting.open_project(page, "望湖苑二期（道路管网）")
    acting.open_tab(page, "征询表决")
    acting.main(page).get_by_role("link", name=re.compile("申请主体")).click()
    page.wait_for_url(re.compile("/bodies/"))


def slip(page):
    """A paper of the survey as it is typed."""
    surveys(page)
    acting.follow(page, "录入调查表")
    page.wait_for_url(re.compile("/slip/"))


def checklist(page):
    """A standard of the scheme, ticked item by item."""
    acting.open_project(page, "望湖苑一期（屋面外墙）")
    page.goto(page.url + "checklists/six_haves/")


SCREENS = {
    "workbench": ("demo_handler", at("/")),
    "workbench-clerk": ("demo_clerk", at("/")),
    "workbench-reviewer": ("demo_reviewer", at("/")),
    "workbench-department": ("demo_department", at("/")),
    "list": ("demo_handler", at("/projects/")),
    "plan": ("demo_handler", followed("/projects/", "改造计划")),
    "groups": ("demo_handler", at("/projects/groups/")),
    "project": ("demo_handler", project()),
    "project-homes": ("demo_clerk", project("楼栋住户")),
    "project-contents": ("demo_clerk", project("改造内容")),
    "project-consent": ("demo_clerk", project("征询表决")),
    "project-notices": ("demo_clerk", project("公示")),
    "project-money": ("demo_handler", project("资金")),
    "project-procedure": ("demo_clerk", project("流程")),
    "project-files": ("demo_handler", project("文件")),
    "project-acceptance": ("demo_handler", project("验收移交")),
    "project-history": ("demo_auditor", project("操作记录")),
    "why": ("demo_handler", why),
    "sheet-mode": ("demo_clerk", sheet),
    "tonight": ("demo_clerk", round_page("今晚走访")),
    "custody": ("demo_clerk", round_page("票据保管")),
    "scans": ("demo_clerk", round_page("扫描件")),
    "paper": ("demo_clerk", paper),
    "round-missing": ("demo_clerk", round_page("看未收回名单")),
    "round-close": ("demo_clerk", round_page("截止计票")),
    "round-confirm": ("demo_reviewer", followed("/", "复核计票结果")),
    "roll": ("demo_clerk", round_page("冻结名册")),
    "rounds": ("demo_clerk", at("/consent/")),
    "upload": ("demo_handler", at("/import/")),
    "import": ("demo_handler", preview),
    "import-columns": ("demo_handler", columns),
    "import-faults": ("demo_handler", faults),
    "import-progress": ("demo_handler", at_work),
    "import-undo": ("demo_handler", at("/import/1/undo/")),
    "import-row": ("demo_handler", at("/import/1/row/9/")),
    "dashboard": ("demo_leader", at("/dashboard/")),
    "money": ("demo_finance", at("/money/")),
    "ledger": ("demo_clerk", lambda page: acting.open_ledger(page, "电力局南家属院")),
    "policies": ("demo_policy", at("/policies/")),
    "policy": ("demo_policy", followed("/policies/", "临朐")),
    "simulations": ("demo_policy", simulations),
    "project-versions": ("demo_reviewer", versions),
    "policy-patterns": ("demo_policy", at("/policies/patterns/")),
    "policy-copy": ("demo_policy", in_policy("clone/")),
    "policy-rules": ("demo_policy", in_policy("edit/")),
    "policy-rule": ("demo_policy", in_policy("edit/rounds.second/")),
    "policy-cases": ("demo_policy", in_policy("cases/edit/?all=1")),
    "policy-compare": ("demo_policy", at("/policies/compare/")),
    "policy-questions": ("demo_policy", in_policy("what-if/")),
    "policy-what-if": ("demo_policy", in_policy("what-if/?case=临朐-资8")),
    "policy-add-case": ("demo_policy", in_policy("cases/add/?kind=notice&ask=1&posted=2024-06-13")),
    "policy-import": ("demo_policy", at("/policies/import/")),
    "communities": ("demo_clerk", at("/register/")),
    "buildings": ("demo_clerk", at("/register/buildings/")),
    "homes": ("demo_clerk", at("/register/homes/?area=370724001")),
    "bulk-edit": ("demo_clerk", bulk_edit),
    "community": ("demo_clerk", followed("/register/", NORTH)),
    "steps": ("demo_handler", at("/projects/steps/")),
    "surveys": ("demo_clerk", surveys),
    "survey-slip": ("demo_clerk", slip),
    "project-bodies": ("demo_yq_clerk", bodies),
    "checklist": ("demo_yq_handler", checklist),
    "registers": ("demo_clerk", at("/projects/registers/")),
    "register": ("demo_clerk", at("/projects/registers/supervisors/")),
    "register-entry": ("demo_clerk", at("/projects/registers/supervisors/new/")),
    "papers": ("demo_handler", at("/papers/")),
    "users": ("demo_system", at("/system/users/")),
    "trail": ("demo_audit", at("/system/audit/")),
    "security": ("demo_security", at("/system/security/")),
}


def test_login(chromium, demo):
    with windows(chromium, demo.url) as open_one:
        page = open_one()
        page.goto("/login/")
        examine(page, "login", open_one.complaints)


@pytest.mark.parametrize("name", SCREENS)
def test_screen(enter, name):
    username, go = SCREENS[name]
    page = enter(username)
    page.complaints.clear()
    go(page)
    examine(page, name, page.complaints)


def examine(page, name, complaints):
    """Wide, then as narrow as a phone; the window is wide again afterwards."""
    wrong = {}
    for width in (1440, 375):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        photograph(page, name)
        found = {
            "complaints": list(complaints),
            "overflow": acting.overflow(page),
            "barriers": acting.barriers(page),
            "foreign words": acting.foreign_words(page),
        }
        wrong |= {f"{key} at {width} px": value for key, value in found.items() if value}
    page.set_viewport_size({"width": 1440, "height": HEIGHTS[1440]})
    assert not wrong, wrong
