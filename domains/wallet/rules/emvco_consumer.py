"""EMVCo consumer-presented codes (QRCPS-CPM): what a customer's own code says, read strictly and written exactly. Pure bytes, no picture.

A code is base64 of BER-TLV objects: payload format first (85, "CPV01"), then application templates (61), each with its application's id (4F), then
at most one template of data that they share (62). Order is kept, as are objects that the house does not know, and lengths must be written in the shortest way,
so that `write(read(text)) == text` for every code that is read. Each refusal names the object: "61.4F", "" where there is none."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from typing import NamedTuple

from domains.wallet.errors.codes import CodeMalformed

TEXT_MAX_CHARACTERS = 512
DEPTH_MAX = 4
LENGTH = f"from 1 to {TEXT_MAX_CHARACTERS} characters"

FORMAT, APPLICATION, SHARED = "85", "61", "62"
APPLICATION_ID, LABEL = "4F", "50"
VERSION = b"CPV01"

_CONSTRUCTED, _MORE, _LONG = 0x20, 0x1F, 0x80


class Data(NamedTuple):
    """An object: its tag in hexadecimal, and its bytes, or the objects of its template."""

    tag: str
    value: "bytes | tuple[Data, ...]"


class ConsumerCode(NamedTuple):
    """A code's objects in their order."""

    objects: tuple[Data, ...]

    def find_application(self, application_id: bytes) -> tuple[Data, ...]:
        """The objects of the application of that id; empty where there is none."""
        for one in self.objects:
            if one.tag == APPLICATION and isinstance(one.value, tuple) and Data(APPLICATION_ID, application_id) in one.value:
                return one.value
        return ()


def read_consumer_code(text: str) -> ConsumerCode:
    """The objects of a code. Raises CodeMalformed."""
    if not 0 < len(text) <= TEXT_MAX_CHARACTERS:
        raise CodeMalformed("", LENGTH)
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        raise CodeMalformed("", "not base64") from None
    # Base64 of the same bytes in another way is another text.
    if b64encode(raw).decode() != text:
        raise CodeMalformed("", "not base64")
    code = ConsumerCode(_read(raw, "", 1))
    _check(code)
    return code


def write_consumer_code(code: ConsumerCode) -> str:
    """The text of a code. Raises CodeMalformed for one that could not be read again."""
    _check(code)
    text = b64encode(b"".join(_written(one) for one in code.objects)).decode()
    if len(text) > TEXT_MAX_CHARACTERS:
        raise CodeMalformed("", LENGTH)
    return text


def _read(raw: bytes, within: str, depth: int) -> tuple[Data, ...]:
    objects: list[Data] = []
    at = 0
    while at < len(raw):
        tag, at = _read_tag(raw, at, within)
        place = f"{within}.{tag}" if within else tag
        length, at = _read_length(raw, at, place)
        if at + length > len(raw):
            raise CodeMalformed(place, "cut short")
        value = raw[at : at + length]
        at += length
        if int(tag[:2], 16) & _CONSTRUCTED:
            if depth == DEPTH_MAX:
                raise CodeMalformed(place, "too deep")
            objects.append(Data(tag, _read(value, place, depth + 1)))
        else:
            objects.append(Data(tag, value))
    return tuple(objects)


def _read_tag(raw: bytes, at: int, within: str) -> tuple[str, int]:
    """One byte, or two where the first says so; payment systems use no longer ones."""
    if raw[at] in (0x00, 0xFF):
        raise CodeMalformed(within, "not a tag")
    if raw[at] & _MORE != _MORE:
        return raw[at : at + 1].hex().upper(), at + 1
    if at + 1 >= len(raw) or raw[at + 1] & _LONG:
        raise CodeMalformed(within, "not a tag")
    return raw[at : at + 2].hex().upper(), at + 2


def _read_length(raw: bytes, at: int, place: str) -> tuple[int, int]:
    if at < len(raw) and raw[at] < _LONG:
        return raw[at], at + 1
    # A text of 512 characters holds 384 bytes: lengths of one or two bytes behind their mark.
    size = raw[at] - _LONG if at < len(raw) else 0
    if not 1 <= size <= 2 or at + size >= len(raw):
        raise CodeMalformed(place, "not a length")
    length = int.from_bytes(raw[at + 1 : at + 1 + size], "big")
    if length < (_LONG if size == 1 else 0x100):
        raise CodeMalformed(place, "not a length")
    return length, at + 1 + size


def _written(one: Data) -> bytes:
    body = one.value if isinstance(one.value, bytes) else b"".join(_written(inner) for inner in one.value)
    return bytes.fromhex(one.tag) + _length(len(body)) + body


def _length(count: int) -> bytes:
    if count < _LONG:
        return bytes([count])
    return bytes([0x81, count]) if count < 0x100 else bytes([0x82]) + count.to_bytes(2, "big")


def _check(code: ConsumerCode) -> None:
    """What the specification asks of every code."""
    tags = [one.tag for one in code.objects]
    if not tags or code.objects[0] != Data(FORMAT, VERSION) or tags.count(FORMAT) != 1:
        raise CodeMalformed(FORMAT, "must be CPV01, first and once")
    if APPLICATION not in tags:
        raise CodeMalformed(APPLICATION, "missing")
    if tags.count(SHARED) > 1 or (SHARED in tags and tags.index(SHARED) < max(place for place, tag in enumerate(tags) if tag == APPLICATION)):
        raise CodeMalformed(SHARED, "must be last and once")
    for one in code.objects:
        if one.tag == APPLICATION:
            ids = [inner.value for inner in one.value if isinstance(inner, Data) and inner.tag == APPLICATION_ID]
            if len(ids) != 1 or not isinstance(ids[0], bytes) or not 5 <= len(ids[0]) <= 16:
                raise CodeMalformed(f"{APPLICATION}.{APPLICATION_ID}", "must be there once, of 5 to 16 bytes")
