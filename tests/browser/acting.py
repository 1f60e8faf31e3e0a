"""A small vocabulary of what people do on the pages; tests then read like a day at the office."""

import re
from base64 import b32decode

import openpyxl
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from config.demo import papers
from config.launch.paths import ROOT, VAR

PASSWORD = "Laojiu-Yanshi-2024"
PLAN = ROOT / "fixtures" / "plans" / "linqu-2024.xlsx"
CLAIM = "小区=16,户=1216,万㎡=13.85"
AXE = VAR / "axe" / "axe.min.js"
LATIN = re.compile(r"[A-Za-z]{2,}")
SERIALS = re.compile(
    r"\b[A-Z]{1,6}-?\d[\w./-]*"  # GS-370724-2024-0031, P32, DB-1
    r"|\b\d[\w-]*-[A-Za-z][\w-]*"  # 370724-housing
    r"|(?<![0-9A-Za-z])(?=[0-9a-f]*\d)[0-9a-f]{8,}(?![0-9A-Za-z])"  # check sums
    r"|(?<![0-9A-Za-z])(?=[0-9a-f ]*\d)[0-9a-f]{4} [0-9a-f]{4}(?![0-9A-Za-z])"  # their beginning
    r"|\b[a-z]+-(?:19|20)\d\d\b"  # linqu-2024, a policy's own number
    r"|\bdemo_\w+|\bLaojiu\S+"  # the demonstration's accounts
    r"|\S+\.(?:xlsx|pdf|png|yaml)(?![A-Za-z])"  # file names
    r"|https?://\S+"
)
ALLOWED = {
    "PDF",
    "QR",
    "REST",
    "Excel",
    "SHA",
    "Enter",
    "Ctrl",
    "API",
    "xlsx",
    "xls",
    "csv",
    "et",
    "EPC",
    "WPS",
    "IP",
    "KB",
    "MB",
}


def sign_in(page, username, password=PASSWORD):
    """Through the login page, as everybody does."""
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def bind_authenticator(page):
    """An administrator's first login: the secret goes into an authenticator, a code comes back."""
    secret = main(page).locator("kbd").inner_text().replace(" ", "")
    key = b32decode(secret + "=" * (-len(secret) % 8))
    fill(page, code=f"{totp(key):06d}")
    press(page, "验证")


def go_to(page, entry):
    """An entry of the main menu."""
    page.locator("#side").get_by_role("link", name=entry, exact=True).click()


def open_project(page, name):
    """From the list of projects, found by name."""
    page.goto("/projects/")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url(re.compile(r"/projects/\d+/$"))


def open_tab(page, label):
    """A tab of the project that is open."""
    page.locator(".tabs").get_by_role("link", name=re.compile(rf"^\s*{label}")).click()


def said(page):
    """What the page answers to the last act: messages and problems."""
    return " ".join(page.locator(".note, .messages, [role=alert], [role=status]").all_inner_texts())


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def barriers(page):
    """Serious and critical findings of axe-core, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(
        """() => axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations
          .filter((one) => ["serious", "critical"].includes(one.impact))
          .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target).join("; ")}`)
        )"""
    )


def foreign_words(page):
    """Latin words a clerk would stumble over; key caps, code and serial numbers aside."""
    text = page.evaluate(
        """() => {
          const body = document.body.cloneNode(true);
          body.querySelectorAll("kbd, code, script, style, noscript, template, svg")
            .forEach((node) => node.remove());
          document.body.appendChild(body);
          const shown = body.innerText;
          body.remove();
          const keys = ["placeholder", "aria-label", "title"];
          const words = [...document.querySelectorAll("[placeholder], [aria-label], [title]")]
            .flatMap((node) => keys.map((key) => node.getAttribute(key)));
          return [shown, document.title, ...words].filter(Boolean).join("\\n");
        }"""
    )
    return sorted(set(LATIN.findall(SERIALS.sub(" ", text))) - ALLOWED)


def upload_plan(page, file=PLAN, claim=CLAIM):
    """Choose the workbook, type what the covering text claims, and look at the comparison."""
    page.locator("input[type=file]").set_input_files(file)
    form = main(page)
    form.locator("[name=area_code]").select_option("370724")
    form.locator("[name=year]").fill("2024")
    form.locator("[name=claim]").fill(claim)
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_url(re.compile(r"/import/\d+/"))


def untidy_plan(folder):
    """The plan as somebody sends it: a head nobody knows, a number in words, a row hidden."""
    book = openpyxl.load_workbook(PLAN)
    sheet = book.active
    known = sheet["E9"].value
    sheet["D3"], sheet["E9"] = "多少幢", f"{known} 户左右"
    sheet.row_dimensions[5].hidden = True
    file = folder / "untidy.xlsx"
    book.save(file)
    return file, known


def reissued_plan(folder):
    """The plan issued again with two homes more in one community, and its claim."""
    book = openpyxl.load_workbook(PLAN)
    book.active["E9"] = book.active["E9"].value + 2
    file = folder / "reissued.xlsx"
    book.save(file)
    return file, "小区=16,户=1218,万㎡=13.85"


def open_ledger(page, project):
    """The residents' ledger of a project."""
    open_project(page, project)
    open_tab(page, "资金")
    page.get_by_role("link", name=re.compile("居民资金台账")).click()


def main(page):
    """The page's own part, without frame and menu."""
    return page.get_by_role("main")


def follow(where, label):
    """The first link that says so."""
    inside = main(where) if isinstance(where, Page) else where
    inside.get_by_role("link", name=re.compile(rf"^\s*{re.escape(label)}")).first.click()


def press(page, label):
    """The button that says so; the page answers."""
    button = main(page).get_by_role("button", name=re.compile(rf"^\s*{re.escape(label)}"))
    button.first.click()
    page.wait_for_load_state()


def fill(page, **values):
    """Fields by name: text, choices, ticks and files."""
    for name, value in values.items():
        field = main(page).locator(f"[name='{name}']")
        if value is True:
            field.check()
        elif isinstance(value, dict):
            field.set_input_files(value)
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def typed(page, name):
    """What stands in a field."""
    return main(page).locator(f"[name='{name}']").input_value()


def row(page, words):
    """The line of a table that names somebody."""
    return main(page).get_by_role("row").filter(has_text=words).first


def any_left(page, label):
    """Whether a link of exactly this name is still there."""
    return main(page).get_by_role("link", name=label, exact=True).count() > 0


def step(page, key):
    """A step on the tab 流程."""
    return page.locator(f"#step-{key}")


def upload(page, key, *documents):
    """The documents that a step asks for, one after another."""
    for name in documents:
        open_tab(page, "流程")
        step(page, key).locator("li").filter(has_text=name).get_by_role(
            "link", name="上传", exact=True
        ).click()
        fill(page, file=paper(name))
        press(page, "上传")
        expect(step(page, key)).not_to_contain_text(re.compile(rf"{name}\s*未上传"))


def complete(page, key):
    """Nothing is missing any more: the step is done."""
    open_tab(page, "流程")
    step(page, key).get_by_role("button", name="办结", exact=True).click()
    expect(step(page, key)).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d 办结"))


def to_the_work(page, key):
    """The page where a step's work is done."""
    open_tab(page, "流程")
    follow(step(page, key), "到办理页面")


def paper(name):
    """A small real PDF as an office would scan it."""
    made = papers.pdf(name)
    return {"name": made.name, "mimeType": "application/pdf", "buffer": made.read()}


def picture(name):
    """A small photograph."""
    made = papers.photograph(name)
    return {"name": made.name, "mimeType": "image/png", "buffer": made.read()}


def sheet_rows(page):
    """How many papers the sheet waits for."""
    page.locator(".js #expected-who strong").wait_for()
    return page.locator(".stair-row").count()


def vote(page, keys, reason=""):
    """Answers by keyboard; an invalid one with its reason's number."""
    for key in keys:
        page.keyboard.press(key)
    if reason:
        page.locator("#ask-reason").wait_for()
        page.keyboard.press(reason)


def all_uploaded(page):
    """Nothing waits in the browser any more."""
    waiting = "Object.keys(localStorage).some((key) => key.startsWith('sheet:'))"
    for _ in range(200):
        if not page.evaluate(waiting):
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.locator("#offline").inner_text())


def count_by_hand(page):
    """The piles on the table are as thick as what was typed."""
    for line in main(page).locator("table.hand tbody tr").all():
        line.locator("input").fill(line.locator("td.num").inner_text())


def printed(page):
    """A long work shows its progress and ends with a result that stays: the bytes of the paper."""
    result = main(page).get_by_role("link", name="看结果")
    expect(result).to_be_visible(timeout=60_000)
    return page.request.get(result.get_attribute("href")).body()


def collect_next(page, voucher=""):
    """Take what the next household still owes; the voucher, "" when nobody owes."""
    left = main(page).get_by_role("link", name="收款", exact=True)
    if not left.count():
        return ""
    left.first.click()
    voucher = voucher or "收据 " + page.url.partition("pay=")[2].partition("&")[0]
    fill(page, voucher=voucher)
    press(page, "登记")
    return voucher
