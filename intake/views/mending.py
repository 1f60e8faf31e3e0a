"""Buttons beside problems: mend a cell, take it back, accept a warning, take that back."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.views.generic import View

from accounts.permissions import Permission
from accounts.web import SignedIn, visible
from common.clock import business_now
from common.errors import Problem, Refused
from intake.forms import AcceptForm, CellForm, MendForm
from intake.models import Upload
from intake.services import accepting, mending, returning
from intake.services.formats import MOST_BYTES
from intake.views.actions import ImportAction


class Mend(ImportAction):
    """One cell typed; the page comes back with the whole table checked again."""

    def run(self) -> Upload:
        """Keep what was typed, whatever it is."""
        upload = self.upload()
        form = MendForm(self.request.POST)
        if not form.is_valid():
            raise Refused(Problem("没有收到要改的格", remedy="请点开一格再改"))
        values = form.cleaned_data
        typed = [mending.Typed(values["sheet"], values["cell"], values["text"])]
        return mending.mend(by=self.person, at=business_now(), upload=upload, typed=typed)


class TakeBack(ImportAction):
    """A cell reads again as the file has it."""

    def run(self) -> Upload:
        """Drop the mend."""
        upload = self.upload()
        form = CellForm(self.request.POST)
        if not form.is_valid():
            raise Refused(Problem("没有收到要取回的格", remedy="请刷新页面"))
        return mending.take_back(
            by=self.person, at=business_now(), upload=upload, **form.cleaned_data
        )


class Accept(ImportAction):
    """One warning, all of a kind, or all of them, with one reason."""

    def run(self) -> Upload:
        """Record who answers for it."""
        upload = self.upload()
        form = AcceptForm(self.request.POST)
        if not form.is_valid():
            raise Refused(Problem("接受提示须写理由", remedy="请写明为什么这样是对的"))
        values = form.cleaned_data
        who: dict[str, Any] = {
            "by": self.person,
            "at": business_now(),
            "upload": upload,
            "reason": values["reason"],
        }
        if values["mark"]:
            return accepting.accept(**who, marks=[values["mark"]])
        return accepting.accept_all(**who, code=values["code"])


class Withdraw(ImportAction):
    """An acceptance taken back."""

    def run(self) -> Upload:
        """The warning stands open again."""
        mark = self.request.POST.get("mark", "")
        return accepting.withdraw(
            by=self.person, at=business_now(), upload=self.upload(), mark=mark
        )


class Marked(SignedIn, View):
    """The workbook with its cells marked, to be mended where it came from."""

    permission: ClassVar[Permission | None] = Permission.IMPORT_TABLE

    def get(self, _: HttpRequest, pk: int) -> FileResponse:
        """A download under the file's own name, marked as such."""
        upload = visible(Upload.objects.filter(state="staged"), self.person, pk=pk)
        name = f"{PurePath(upload.name).stem}（带批注）.xlsx"
        return FileResponse(
            BytesIO(returning.marked(by=self.person, upload=upload)),
            as_attachment=True,
            filename=name,
        )


class Returned(ImportAction):
    """The marked workbook comes back; its changed cells are mended."""

    def run(self) -> Upload:
        """Take what differs."""
        upload = self.upload()
        file = self.request.FILES.get("file")
        if file is None:
            raise Refused(Problem("没有选文件", remedy="请选改好的那一份带批注的表"))
        upload, count = returning.take_return(
            by=self.person,
            at=business_now(),
            upload=upload,
            name=str(file.name),
            content=file.read(MOST_BYTES + 1),
        )
        messages.success(self.request, returned_words(count))
        return upload


def returned_words(count: int) -> str:
    """What a returned workbook brought."""
    if not count:
        return "认出是本次导入带回的表，没有一格改动。"
    return f"认出是本次导入带回的表，改了 {count} 格，已重新核对。"
