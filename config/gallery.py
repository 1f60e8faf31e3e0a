"""Every component in every state with realistic values; only in the demo and in debug."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.reasons import show_reason


class SampleForm(forms.Form):
    """One field of every kind, with words as pages use them."""

    title = forms.CharField(label="事项", max_length=40, help_text="写在公示书抬头，最多 40 字。")
    area = forms.DecimalField(label="建筑面积", max_digits=10, decimal_places=2)
    due = forms.DateField(label="期限", widget=forms.DateInput(attrs={"type": "date"}))
    street = forms.ChoiceField(
        label="街道", choices=[("", "请选择"), ("1", "城关街道"), ("2", "东城街道")]
    )
    way = forms.ChoiceField(
        label="送达方式",
        choices=[("door", "上门"), ("post", "邮寄"), ("notice", "张贴公告")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="我已核对原件", required=False)
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(label="扫描件", required=False, help_text="PDF 或照片，不超过 20 MB。")


@cache
def samples() -> dict[str, Any]:
    """The sample values of `fixtures/gallery`, by the names that the templates use."""
    values: dict[str, Any] = {}
    for path in sorted((settings.BASE_DIR / "fixtures" / "gallery").glob("*.yaml")):
        values |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return values


def _allowed() -> None:
    if not (settings.DEBUG or settings.DEMO_NOW):
        raise Http404("没有找到")


def show(request: HttpRequest) -> HttpResponse:
    """The gallery; 404 in production."""
    _allowed()
    typed = {
        "title": "电力局北家属院改造意见公示书",
        "area": "25200.723",
        "street": "",
        "due": "06-31",
    }
    refused = SampleForm(
        {f"refused-{key}": value for key, value in typed.items()}, prefix="refused"
    )
    context: dict[str, Any] = {
        "table_rows": [row | {"id": ""} for row in samples()["thresholds"]],
        "sections": SECTIONS,
        "form": SampleForm(initial={"way": "door"}),
        "refused": refused,
        "page": Paginator(range(1216), 50).page(3),
        "short_page": Paginator(range(16), 50).page(1),
    }
    return render(request, "gallery/index.html", samples() | context)


def why(request: HttpRequest) -> HttpResponse:
    """A sample 依据, as a drawer's content or as a page."""
    _allowed()
    return show_reason(request, samples()["explanation"], back_url="/gallery/")


SECTIONS = [
    ("chips", "状态与依据"),
    ("steps", "下一步与流程"),
    ("figures", "数字与门槛"),
    ("tables", "表格与筛选"),
    ("imports", "导入与对账"),
    ("forms", "表单与按钮"),
    ("states", "空、错、长任务"),
    ("charts", "图"),
]
