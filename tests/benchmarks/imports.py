"""Tables for the benchmark of imports, the bare floor, and the usual admin import beside ours."""

from collections import defaultdict
from io import BytesIO

import openpyxl
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from python_calamine import CalamineWorkbook

from common.collecting import collecting_afterwards
from common.names import normalise
from districts.models import Area, Community
from intake.services.committing import commit
from intake.services.examining import Request
from intake.services.uploads import upload_plan
from renovation.models import Plan, PlanLine, Project
from tests.factories.districts import AreaFactory
from tests.factories.renovation import NOW, TODAY, handler

STREETS = 20
HEAD = [
    "序号",
    "小区名称",
    "街道",
    "楼栋数(栋)",
    "户数(户)",
    "建筑面积(㎡)",
    "建成年份",
    "物业情况",
    "联系人",
    "备注",
]
WORDS = "兴华和平幸福建设新民安康团结光明东风永红向阳育才文化胜利中山长江朝重庆乐银行解放工农"
KINDS = ("小区", "花园", "家属院", "苑", "新村")
REQUEST = Request("370724", 2024)


def place():
    """A district of twenty streets, and the person who imports."""
    AreaFactory(code="370724", name="临朐县", level="district")
    for number in range(1, STREETS + 1):
        AreaFactory(code=f"3707240{number:02d}", name=f"第{number:02d}街道")
    return handler()


def content(rows, *, more=0, wrong=False):
    """A workbook of ten columns; every tenth row has `more` homes, or a word for a figure."""
    return workbook(HEAD, (_line(n, more, wrong=wrong) for n in range(rows)))


def workbook(head, lines):
    """The bytes of a workbook of one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("计划")
    sheet.append(head)
    for line in lines:
        sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _line(n, more, *, wrong):
    homes = 40 + n % 90 + (more if n % 10 == 0 else 0)
    return [
        n + 1,
        called(n),
        f"第{n % STREETS + 1:02d}街道",
        2 + n % 7,
        "若干" if wrong and n % 10 == 0 else homes,
        homes * 80.25 + n / 100,
        1980 + n % 25,
        "无物业",
        "居委会",
        "" if n % 3 else "待核",
    ]


def called(n):
    """A name such as communities have, another one for each number: 兴安花园17区."""
    first, second = WORDS[n % len(WORDS)], WORDS[n // len(WORDS) % len(WORDS)]
    return f"{first}{second}{KINDS[n % len(KINDS)]}{n // len(WORDS) ** 2 + 1}区"


def staged(by, file):
    """The file uploaded and staged."""
    return upload_plan(
        by=by,
        at=NOW,
        request=REQUEST,
        document_no="",
        title="",
        name="计划.xlsx",
        content=file,
    )


def written(by, upload):
    """A staged file written."""
    return commit(by=by, at=NOW, on=TODAY, upload=upload, accept="已核对")


@collecting_afterwards()
def bare(file):
    """The same rows into the same tables by the fast reader and bulk inserts, nothing else.

    It looks for cyclic garbage when all is done, as our own services do.
    """
    streets = {area.name: area for area in Area.objects.filter(level="street")}
    rows = CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()[1:]
    numbers: dict[str, int] = defaultdict(int)
    communities = []
    for _, name, street, *_rest in rows:
        numbers[street] += 1
        code = streets[street].code
        communities.append(
            Community(
                code=f"{code}-{numbers[street]:04d}",
                name=name,
                normalised_name=normalise(name),
                sort_key=name,
                street=streets[street],
                area_code=code,
            )
        )
    Community.objects.bulk_create(communities, batch_size=2000)
    projects = Project.objects.bulk_create(
        (
            Project(
                code=f"370724-2024-{n:06d}",
                name=community.name,
                sort_key=community.sort_key,
                community=community,
                area_code=community.area_code,
                state="planned",
                year=2024,
                opened_on=TODAY,
                buildings=int(row[3]),
                households=int(row[4]),
                floor_area=row[5],
            )
            for n, (community, row) in enumerate(zip(communities, rows, strict=True))
        ),
        batch_size=2000,
    )
    plan = Plan.objects.create(area_code="370724", year=2024, title="计划")
    PlanLine.objects.bulk_create(
        (
            PlanLine(
                plan=plan,
                project=project,
                position=n,
                buildings=int(row[3]),
                households=int(row[4]),
                floor_area=row[5],
            )
            for n, (project, row) in enumerate(zip(projects, rows, strict=True), 1)
        ),
        batch_size=2000,
    )


class CommunityResource(resources.ModelResource):
    """What one would declare for the admin: a community by its code, its project and plan line.

    The admin imports one model; the other two follow it, found again so that a table may come
    twice, as in ours. No history, no way back, no checks across rows.
    """

    name = fields.Field("name", "小区名称")
    street = fields.Field("street", "街道", widget=widgets.ForeignKeyWidget(Area, "name"))
    normalised_name = fields.Field("normalised_name", "小区名称")
    code = fields.Field("code", "序号")

    class Meta:
        model = Community
        import_id_fields = ("code",)
        fields = ("name", "street", "normalised_name", "code")
        skip_unchanged = True
        report_skipped = True

    def before_import(self, dataset, **kwargs):
        """The plan that the lines belong to."""
        self.plan, _ = Plan.objects.get_or_create(area_code="370724", year=2024)

    def after_save_instance(self, instance, row, **kwargs):
        """The two rows that go with a community."""
        figures = {
            "buildings": int(row["楼栋数(栋)"]),
            "households": int(row["户数(户)"]),
            "floor_area": row["建筑面积(㎡)"],
        }
        project, _ = Project.objects.update_or_create(
            community=instance,
            year=2024,
            defaults={
                "code": f"370724-2024-{instance.code:>06}",
                "name": instance.name,
                "area_code": "370724",
                "state": "planned",
                "opened_on": TODAY,
                **figures,
            },
        )
        PlanLine.objects.update_or_create(
            plan=self.plan, project=project, defaults={"position": int(instance.code), **figures}
        )


def usual(file, *, dry_run):
    """One pass of the admin import: the file read, then every row in its own way."""
    dataset = XLSX().create_dataset(file)
    result = CommunityResource().import_data(dataset, dry_run=dry_run, raise_errors=False)
    assert not result.has_errors(), result.row_errors()[:1]
