"""Working a step: complete, evidence, extend, upload, remind, declare."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.permissions import Permission
from accounts.web import ActionView
from common.clock import business_now, business_today
from common.errors import OutOfScope
from policies.rules.fact_words import FactKind
from renovation.forms import work as forms
from renovation.models import Step, StepDocument
from renovation.rules.declaring import LOW_RISK
from renovation.selectors.frame import get_step
from renovation.selectors.situations import gathered
from renovation.selectors.step_papers import offers
from renovation.services.deadlines import extend_deadline
from renovation.services.documents import attach_document
from renovation.services.facts import declarable, declare_fact
from renovation.services.reminders import remind
from renovation.services.scheduling import schedule_step
from renovation.services.steps import complete_step, evidence_step
from renovation.views.base import ProjectForm, StepForm


class StepAction(ActionView):
    """A button about one step."""

    permission = Permission.WORK_STEP
    kwargs: dict[str, Any]

    @cached_property
    def step(self) -> Step:
        """The step in the person's scope (404 otherwise)."""
        return get_step(self.person, self.kwargs["step_id"])

    def back(self) -> str:
        """The procedure, at this step."""
        way = reverse("renovation:procedure", kwargs={"project_id": self.step.project_id})
        return f"{way}#step-{self.step.key}"


class Complete(StepAction):
    """办结."""

    success_message = "已办结，后面的步骤已按程序开启。"

    def run(self) -> Step:
        """Refused with every blocker."""
        remark = self.request.POST.get("remark", "")
        return complete_step(by=self.person, on=business_today(), step=self.step, remark=remark)


class Remind(StepAction):
    """催办."""

    success_message = "已催办，留有记录。"

    def run(self) -> Any:
        """Once a day."""
        return remind(by=self.person, at=business_now(), step=self.step)


class Evidence(StepForm):
    """补录佐证."""

    permission = Permission.WORK_STEP
    form_class = forms.EvidenceForm
    template_name = "renovation/step_form.html"
    extra_context = {
        "heading": "补录佐证",
        "button": "存入佐证并办结",
        "multipart": True,
        "lead": "这一步在项目进入系统之前已经办过：填写办理日期和文件，有文件的一并上传。",
    }
    success_message = "佐证已存，步骤按所填日期办结。"

    def run(self, form: Any) -> Step:
        """By the paper's date."""
        return evidence_step(
            by=self.person, on=business_today(), step=self.step, **form.cleaned_data
        )


class Extend(StepForm):
    """延期."""

    permission = Permission.EXTEND_DEADLINE
    form_class = forms.ExtendForm
    template_name = "renovation/step_form.html"
    extra_context = {
        "heading": "办理延期",
        "button": "确认延期",
        "lead": "原期限和理由都留在依据里，延期后按新期限计逾期。",
    }
    success_message = "期限已延后，原期限留在依据里。"

    def run(self, form: Any) -> Any:
        """With its reason."""
        return extend_deadline(
            by=self.person, on=business_today(), step=self.step, **form.cleaned_data
        )


class Schedule(StepForm):
    """下达任务期限."""

    permission = Permission.EXTEND_DEADLINE
    form_class = forms.ScheduleForm
    template_name = "renovation/step_form.html"
    extra_context = {
        "heading": "下达任务期限",
        "button": "下达",
        "lead": "方案没有写期限的步骤由调度确定；已有期限的只能提前，推迟请办理延期。",
    }
    success_message = "任务期限已下达，理由留在依据里。"

    def run(self, form: Any) -> Any:
        """With its reason."""
        return schedule_step(
            by=self.person, on=business_today(), step=self.step, **form.cleaned_data
        )


class Upload(StepForm):
    """A file for one of the step's documents."""

    permission = Permission.WORK_STEP
    form_class = forms.DocumentForm
    template_name = "renovation/step_form.html"
    success_message = "要件已上传。"

    @cached_property
    def document(self) -> StepDocument:
        """The document asked for (404 when the step has none of that key)."""
        row = self.step.documents.filter(key=self.kwargs["key"]).first()
        if row is None:
            raise OutOfScope("本步骤不要求这项要件。")
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which document, and how it is printed where the product prints it."""
        printed = offers(self.person, gathered(self.project), [self.step])
        return super().get_context_data(
            offer=printed.get((self.step.pk, self.document.key)),
            heading=f"上传《{self.document.name}》",
            button="上传",
            multipart=True,
            lead="上传后替换原有文件，原文件仍保留在记录中。"
            if self.document.attachment_id
            else "",
            **kwargs,
        )

    def run(self, form: Any) -> StepDocument:
        """A later file supersedes."""
        return attach_document(
            by=self.person,
            on=business_today(),
            step=self.step,
            key=self.document.key,
            **form.cleaned_data,
        )


class Declare(ProjectForm):
    """A fact that a person states, with the paper it rests on."""

    permission = Permission.EDIT_PROJECT
    tab = "renovation:procedure"
    form_class = forms.DeclareForm
    template_name = "renovation/project_form.html"
    success_message = "结论已记录。"

    @cached_property
    def kind(self) -> FactKind:
        """Which fact (404 for one that is not declared by hand)."""
        kind = declarable(self.project, self.kwargs["key"])
        if kind is None:
            raise OutOfScope("没有这一项需要确认的事实。")
        return kind

    def get_form_kwargs(self) -> dict[str, Any]:
        """With what may be answered."""
        return super().get_form_kwargs() | {"kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is asked."""
        return super().get_context_data(
            heading=self.kind.label,
            button="确认",
            lead="结论写入项目事实，改造范围和各步骤的条件据此核对。",
            **kwargs,
        )

    def get_success_url(self) -> str:
        """Back to where the fact was asked for."""
        if self.kind.key == LOW_RISK:
            return super().get_success_url()
        return reverse("renovation:project", kwargs={"project_id": self.project.pk})

    def run(self, form: Any) -> None:
        """With its reason."""
        declare_fact(
            by=self.person,
            at=business_now(),
            project=self.project,
            key=self.kwargs["key"],
            **form.cleaned_data,
        )
