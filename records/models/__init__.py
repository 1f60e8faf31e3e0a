"""What the registry office keeps."""

from records.models.files import Attachment
from records.models.jobs import Job
from records.models.keys import Draft, IdempotencyKey, SavedView
from records.models.papers import IssuedPaper, Serial
from records.models.written import WrittenRow

__all__ = [
    "Attachment",
    "Draft",
    "IdempotencyKey",
    "IssuedPaper",
    "Job",
    "SavedView",
    "Serial",
    "WrittenRow",
]
