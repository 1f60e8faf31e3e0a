"""What is stored of an owner: ciphertext, look-up digests and masks, computed in one place."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from common.crypto import digest
from common.names import mask_name, mask_phone, normalise
from districts.rules.numbers import number_key

_NOT_DIGITS = re.compile(r"\D")
_WITH_COUNTRY = 13
_BLANK = re.compile(r"[\s\-]")


def clean_phone(phone: str) -> str:
    """Digits only, without the country code 86."""
    digits = _NOT_DIGITS.sub("", phone)
    return digits[2:] if len(digits) == _WITH_COUNTRY and digits.startswith("86") else digits


def clean_number(number: str) -> str:
    """An ID or registration number as it is kept: half width, no blanks or dashes, capitals.

    "" where digits are blotted out, for then it says nothing about who it is.
    """
    folded = unicodedata.normalize("NFKC", number)
    return _BLANK.sub("", folded).upper() if number_key(number) else ""


def name_digest(name: str) -> str:
    """The digest that an exact name is looked up by."""
    return digest("name", normalise(name))


def phone_digest(phone: str) -> str:
    """The digest that an exact phone number is looked up by."""
    return digest("phone", clean_phone(phone))


def number_digest(number: str) -> str:
    """The digest that makes two entries the same person, however the number was spelt.

    "" without a number.
    """
    return digest("id", number_key(number))


def protected(
    *, name: str, phone: str = "", number: str = "", kind: str = "person"
) -> dict[str, Any]:
    """Every column of an Owner from clear text; the model encrypts name, phone and number."""
    phone, number = clean_phone(phone), clean_number(number)
    return {
        "kind": kind,
        "name": name.strip(),
        "name_digest": name_digest(name),
        "name_masked": mask_name(name.strip()),
        "phone": phone,
        "phone_digest": phone_digest(phone),
        "phone_masked": mask_phone(phone) if phone else "",
        "number": number,
        "number_digest": number_digest(number),
    }
