"""Shapes of what clerks type into the register."""

from districts.forms.bulk import BulkEditForm
from districts.forms.register import AliasForm, CommunityForm, CorrectionForm, HomeForm, OwnersForm

__all__ = [
    "AliasForm",
    "BulkEditForm",
    "CommunityForm",
    "CorrectionForm",
    "HomeForm",
    "OwnersForm",
]
