"""Model fields shared by every room: encrypted text, exact area, exact money."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from common.crypto import decrypt, encrypt


class EncryptedText(models.TextField):
    """Text that is ciphertext in the database and clear in Python; it cannot be filtered on."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return None if prepared is None else encrypt(prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"isnull"}:
            return super().get_lookup(lookup_name)
        raise NotImplementedError("密文不能检索，请用对应的摘要字段")


class EncryptedJSON(EncryptedText):
    """What JSON can say, ciphertext in the database; None stays NULL."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        clear = super().from_db_value(value)
        return None if clear is None else json.loads(clear)

    def get_prep_value(self, value: Any) -> Any:
        said = None if value is None else json.dumps(value, cls=DjangoJSONEncoder)
        return super().get_prep_value(said)

    def to_python(self, value: Any) -> Any:
        return value


class AreaField(models.DecimalField):
    """Square metres with two places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


class MoneyField(models.DecimalField):
    """元 with two places."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 16)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)
