"""manage.py import_plan: a plan table checked, or written, from the command line."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Assignment, User
from accounts.permissions import Role
from common.area_codes import is_area_code
from common.clock import business_now, real_now
from common.errors import DomainError, Refused
from districts.models import Area
from districts.services.places import register_local_district
from intake.kinds import KINDS, Kind
from intake.kinds.subjects import PLACE, SUBJECT, YEAR
from intake.models import Upload
from intake.rules.claims import ROWS
from intake.rules.mapping import parse_map
from intake.services.accepting import accept_all
from intake.services.committing import commit
from intake.services.examining import Examination, Request, examine
from intake.services.formats import MOST_BYTES
from intake.services.partly import commit_good
from intake.services.reporting import refused_report, report, unchanged
from intake.services.uploads import upload_plan

REFUSED, CALLED_WRONGLY = 1, 2
DISTRICT_DIGITS = 6
ACCEPTED = "命令行写入时一并接受"
SERVICE_ACCOUNT = "import-command"


class Command(BaseCommand):
    """Exit 0 fine, 1 refused by content, 2 called wrongly; see docs/contracts.md."""

    help = "读入年度计划表：核对；加 --commit 才写入"

    def add_arguments(self, parser: CommandParser) -> None:
        """The arguments of docs/contracts.md."""
        parser.add_argument("file", help="工作簿（.xlsx、.xls、.et）或分列文本（.csv）")
        parser.add_argument("--area", default="", help="县（市、区）代码；任务分解表也可为市")
        parser.add_argument("--subject", default="", help="小区代码、项目编号或征询轮次编号")
        parser.add_argument(
            "--kind", choices=list(KINDS), default="community_plan", help="表的种类"
        )
        parser.add_argument("--year", type=int, help="年度，如 2024")
        parser.add_argument("--claim", default="", help="正文数据，如 小区=16,户=1216,万㎡=13.85")
        parser.add_argument(
            "--map", default="", help="列的含义：D=buildings,F=户数,G=-（不要的列）"
        )
        parser.add_argument("--sheet", default="", help="工作表；不写则取第一张计划表")
        parser.add_argument("--title", default="", help="计划名称")
        parser.add_argument("--document", default="", help="文号")
        parser.add_argument("--create-areas", action="store_true", help="没有的街道按本地代码新建")
        parser.add_argument("--commit", action="store_true", help="写入；不加只核对")
        parser.add_argument(
            "--good-rows", action="store_true", help="与 --commit 同用：名册先写入无误的各行"
        )
        parser.add_argument("--accept", default=ACCEPTED, help="写入时接受提示的理由")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--as", dest="username", default="", help="经办人账号")

    def handle(self, *_: Any, **options: Any) -> None:
        """Examine, write if asked, print, leave with the exit code."""
        path = Path(options["file"])
        content = self._content(path)
        if options["area"] and not is_area_code(options["area"]):
            raise CommandError("--area 应为区划代码，如 370724", returncode=CALLED_WRONGLY)
        request = Request(
            options["area"],
            options["year"],
            options["claim"],
            options["create_areas"],
            options["sheet"],
            options["kind"],
            subject=options["subject"],
        )
        _refuse_unsaid(request)
        try:
            said = parse_map(options["map"], KINDS[request.kind].spec, request.sheet)
            request = replace(request, layout=said)
            answer = self._run(path.name, content, request, options)
        except Refused as refusal:
            answer = refused_report(request=request, name=path.name, problems=refusal.problems)
        except DomainError as error:
            raise CommandError(str(error), returncode=CALLED_WRONGLY) from error
        self._print(answer, as_json=options["json"])
        if answer["status"] == "refused":
            sys.exit(REFUSED)

    def _run(
        self, name: str, content: bytes, request: Request, options: dict[str, Any]
    ) -> dict[str, Any]:
        at = business_now()
        found = examine(content=content, name=name, request=request, on=at.date())
        held = options["good_rows"]
        if not options["commit"] or (found.refused and not held) or unchanged(found):
            return report(request=request, name=name, examination=found)
        try:
            with transaction.atomic():
                by = _person(options["username"], found.about.area_code, request)
                upload = upload_plan(
                    by=by,
                    at=at,
                    request=request,
                    document_no=options["document"],
                    title=options["title"],
                    name=name,
                    content=content,
                )
                write = _good_rows if held else commit
                upload = write(by=by, at=at, on=at.date(), upload=upload, accept=options["accept"])
        except Refused as refusal:
            return report(request=request, name=name, examination=found, problems=refusal.problems)
        return report(
            request=request,
            name=name,
            examination=_as_written(found, content, name, request),
            upload=upload,
        )

    def _content(self, path: Path) -> bytes:
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                return file.read(min(size, MOST_BYTES) + 1)
        except OSError as error:
            raise CommandError(f"打不开文件 {path}", returncode=CALLED_WRONGLY) from error

    def _print(self, answer: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"{answer['file']}：{STATUS_WORDS[answer['status']]}")
        self.stdout.write("、".join(_sums(KINDS[answer["kind"]], answer["totals"])))
        for claim in answer["claims"]:
            mark = "一致" if claim["ties"] else "不符"
            self.stdout.write(
                f"正文 {claim['name']} {claim['stated']}{claim['unit']}，"
                f"表中 {claim['computed']}：{mark}"
            )
        for problem in answer["problems"]:
            expected = f"，应为{problem['expected']}" if problem["expected"] else ""
            value = f"（现为“{problem['value']}”{expected}）" if problem["value"] else ""
            self.stdout.write(
                f"[{SEVERITY_WORDS[problem['severity']]}] {problem['cell']} "
                f"{problem['message']}{value}"
            )


def _good_rows(*, by: User, at: datetime, on: date, upload: Upload, accept: str) -> Upload:
    """Warnings answered for, then the rows that nothing stands against."""
    upload = accept_all(by=by, at=at, upload=upload, reason=accept)
    return commit_good(by=by, at=at, on=on, upload=upload)


STATUS_WORDS = {
    "checked": "核对通过，没有写入",
    "committed": "已写入",
    "partly": "无误的各行已写入，其余留在这次导入里待改",
    "unchanged": "与现有计划完全相同，没有改动",
    "refused": "不能写入，一处也没有写",
}
SEVERITY_WORDS = {"refuse": "错误", "warn": "请核对", "inform": "已处理"}


def _refuse_unsaid(request: Request) -> None:
    """A place goes without saying where the thing itself is named."""
    asks = KINDS[request.kind].subject.asks
    placed = request.area_code or (SUBJECT in asks and request.subject)
    for option, key, said in (("area", PLACE, placed), ("year", YEAR, request.year is not None)):
        if key in asks and not said:
            raise CommandError(f"须写明 --{option}", returncode=CALLED_WRONGLY)


def _sums(kind: Kind, totals: dict[str, str]) -> list[str]:
    """The sums in words: 16 个小区, 1216 户."""
    said = {ROWS: (kind.spec.rows_unit.name, kind.spec.rows_are)}
    said |= {column.key: (column.base_unit, column.label) for column in kind.spec.columns}
    words = {key: unit + label if unit == "个" else unit for key, (unit, label) in said.items()}
    return [f"{totals[name]} {words[key]}" for key, name in kind.totals.items() if name in totals]


def _as_written(found: Examination, content: bytes, name: str, request: Request) -> Examination:
    """The same file with the codes that streets were given; effects stay those of before."""
    fresh = examine(content=content, name=name, request=request, on=business_now().date())
    return replace(found, streets=fresh.streets, basis=fresh.basis, unopened=fresh.unopened)


def _person(username: str, area_code: str, request: Request) -> User:
    """Who writes: the named account, else the command line's own, which nobody can log in to."""
    if username:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号 {username}", returncode=CALLED_WRONGLY)
    else:
        user, created = User.objects.get_or_create(
            username=SERVICE_ACCOUNT, defaults={"display_name": "命令行导入"}
        )
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        Assignment.objects.get_or_create(
            user=user,
            role=Role.BUREAU_HANDLER,
            area_code=area_code,
            defaults={"starts_on": real_now().date()},
        )
    wanted = request.create_areas and len(request.area_code) == DISTRICT_DIGITS
    if wanted and not Area.objects.filter(code=request.area_code).exists():
        register_local_district(by=user, area_code=request.area_code)
    return user
