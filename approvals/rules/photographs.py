"""Photographs of a posting: when one was taken, and whether it shows the notice in its period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from common.errors import Problem

CAMERA, STATED, UPLOAD = "camera", "stated", "upload"


@dataclass(frozen=True, slots=True)
class Taken:
    """The time that is gone by, and where it is from: `camera`, `stated` or `upload`."""

    at: datetime
    source: str


def taken(stated: datetime | None, camera: datetime | None, uploaded: datetime) -> Taken:
    """What a person states goes before the camera's clock, that before the time of uploading."""
    if stated:
        return Taken(stated, STATED)
    if camera:
        return Taken(camera, CAMERA)
    return Taken(uploaded, UPLOAD)


def unfit(found: Taken, now: datetime) -> list[Problem]:
    """A time that has not come yet cannot be right."""
    if found.at <= now:
        return []
    remedy = "请填写实际的拍摄时间" if found.source == CAMERA else ""
    words = "相机时钟不准：照片记录的时间还没有到" if found.source == CAMERA else "拍摄时间还没有到"
    return [
        Problem(
            words,
            code="ahead",
            field="taken_at",
            value=f"{found.at:%Y-%m-%d %H:%M}",
            expected=f"不晚于 {now:%Y-%m-%d %H:%M}",
            remedy=remedy,
        )
    ]


def outside(day: date, posted: date, last_day: date | None) -> str:
    """Why a photograph of that day does not count; empty when it does."""
    if day < posted:
        return "拍摄于张贴之前，不计入"
    if last_day and day > last_day:
        return "拍摄于期满之后，不计入"
    return ""


def shows(day: date, posted: date, last_day: date | None) -> str:
    """首日 or 末日, when it shows the first or the last day of the notice."""
    return {last_day: "末日", posted: "首日"}.get(day, "")
