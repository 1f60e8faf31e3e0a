"""What is renovated and how far it is, one module per thing."""

from renovation.models.baseline import PlanCarry, PlanEntry, PlanEntryLine
from renovation.models.bills import BillItem
from renovation.models.checklists import ChecklistMark
from renovation.models.contents import ContentItem, WorksReport
from renovation.models.facts import Milestone, ProjectFact
from renovation.models.groups import GroupMember, ProjectGroup
from renovation.models.migrating import ProcedureMigration
from renovation.models.pins import RulePin
from renovation.models.plans import Plan, PlanLine, PlanTarget
from renovation.models.projects import Project, StageChange
from renovation.models.registers import RegisterRow
from renovation.models.simulations import Simulation, SimulationRow
from renovation.models.steps import DeadlineExtension, Reminder, Step, StepDocument

__all__ = [
    "BillItem",
    "ChecklistMark",
    "ContentItem",
    "DeadlineExtension",
    "GroupMember",
    "Milestone",
    "Plan",
    "PlanCarry",
    "PlanEntry",
    "PlanEntryLine",
    "PlanLine",
    "PlanTarget",
    "ProcedureMigration",
    "Project",
    "ProjectFact",
    "ProjectGroup",
    "RegisterRow",
    "Reminder",
    "RulePin",
    "Simulation",
    "SimulationRow",
    "StageChange",
    "Step",
    "StepDocument",
    "WorksReport",
]
