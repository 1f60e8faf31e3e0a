"""Shapes of REST bodies: exact numbers are strings, days ISO."""

from renovation.api.shapes.bills import BillItemOut, BillSumsOut
from renovation.api.shapes.checklists import ChecklistOut
from renovation.api.shapes.plans import (
    CarryOut,
    EntryOut,
    GroupOut,
    PlanLineOut,
    PlanOut,
    SumOut,
)
from renovation.api.shapes.projects import CardOut, ProjectOut, WhyOut
from renovation.api.shapes.records import (
    ContentOut,
    FactOut,
    MilestoneOut,
    WorksOut,
)
from renovation.api.shapes.steps import AskedDocumentOut, DocumentOut, LineOut, StepDetail, StepOut

__all__ = [
    "AskedDocumentOut",
    "BillItemOut",
    "BillSumsOut",
    "CardOut",
    "CarryOut",
    "ChecklistOut",
    "ContentOut",
    "DocumentOut",
    "EntryOut",
    "FactOut",
    "GroupOut",
    "LineOut",
    "MilestoneOut",
    "PlanLineOut",
    "PlanOut",
    "ProjectOut",
    "StepDetail",
    "StepOut",
    "SumOut",
    "WhyOut",
    "WorksOut",
]
