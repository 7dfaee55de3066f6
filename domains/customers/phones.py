"""Phone numbers and ID numbers as text: to one form, and to a masked form that may be shown."""

import re
import unicodedata

from domains.customers.errors import PhoneMalformed

_SEPARATORS = re.compile(r"[\s\-().]+")
_CHINESE = re.compile(r"(?:\+86|0086|86)?(1\d{10})", re.ASCII)
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_LENGTH_MAX = 40


def normal_phone(text: str) -> str:
    """E.164 form of a phone number; without a country code it is a Chinese mobile number. Raises PhoneMalformed."""
    if len(text) > _LENGTH_MAX:
        raise PhoneMalformed()
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    chinese = _CHINESE.fullmatch(digits)
    if chinese is not None:
        return "+86" + chinese[1]
    if _FOREIGN.fullmatch(digits) and not digits.startswith("+86"):
        return digits
    raise PhoneMalformed()


def masked_phone(phone: str) -> str:
    """`138****8000` for a Chinese number; a foreign one keeps its first three digits and its last two."""
    if phone.startswith("+86"):
        return f"{phone[3:6]}****{phone[10:]}"
    return f"{phone[:4]}****{phone[-2:]}"


def masked_name(name: str) -> str:
    """`张*`: the first character and a star, however long the name is."""
    return name[0] + "*"


def masked_id_number(id_number: str) -> str:
    """`110***********1234`: the first three and the last four of eighteen."""
    return f"{id_number[:3]}{'*' * (len(id_number) - 7)}{id_number[-4:]}"


def masked_subject(subject: str) -> str:
    """`oA1****Z9`: the first three and the last two of what an issuer calls somebody; shorter ones are stars alone."""
    return f"{subject[:3]}****{subject[-2:]}" if len(subject) >= 12 else "****"
