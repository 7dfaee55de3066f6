"""Codes that a customer shows at a branch: of a form that was filled in, and of a queue ticket. Links as those of products (see codes.py), under keys of
their own: none can be taken for another."""

from base64 import b32decode

PREFILL, TICKET = "P", "T"

VISIT_KEY_PURPOSES = {PREFILL: "scenebank prefill codes P", TICKET: "scenebank ticket codes T"}
"""The keys that seal them, by the letter that names them in the link."""


def letter_of(token: str) -> str:
    """The letter that names the key of a token that was read."""
    return chr(b32decode(token[:8].upper())[0])
