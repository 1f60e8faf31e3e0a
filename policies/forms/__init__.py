"""Shapes of what people send about policies; the rules sit in the services."""

from policies.forms.cases import CasesForm
from policies.forms.copies import CloneForm, ImportForm
from policies.forms.life import FilesForm, RetireForm, UnitsForm
from policies.forms.new_case import NewCaseForm
from policies.forms.rules import RuleForm

__all__ = [
    "CasesForm",
    "CloneForm",
    "FilesForm",
    "ImportForm",
    "NewCaseForm",
    "RetireForm",
    "RuleForm",
    "UnitsForm",
]
