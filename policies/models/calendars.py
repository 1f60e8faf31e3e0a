"""Working-day calendars by year, with the document that announced them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CalendarYear(models.Model):
    """A year whose holidays are announced; a year without a row gives provisional days."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    document = models.CharField("文号", max_length=120, blank=True)
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return f"{self.year} 年工作日历"


class CalendarDay(models.Model):
    """A day that differs from Monday to Friday: a holiday or a make-up workday."""

    day = models.DateField("日期", unique=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    working = models.BooleanField("上班")
    name = models.CharField("节日", max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "特殊日"
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.working else '放假'}"
