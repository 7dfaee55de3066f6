"""Messages about a wrong value without the value: it may be a PIN or a code, and messages are kept by apps, proxies and crash reports."""

import re

_QUOTES = (
    # graphql-core's and Strawberry's scalars and enumerations, for example: String cannot represent a non string value: 1
    (re.compile(r"(cannot represent an? [\w-]+|cannot represent (?:an? )?(?:non[\w -]+ )?value): .*", re.DOTALL), r"\1."),
    (re.compile(r"(^|: )Value '.*", re.DOTALL), r"\1The value does not exist in the enumeration."),
    # Input objects, and whatever a scalar of another make raised.
    (re.compile(r", but encountered error '.*", re.DOTALL), "."),
    (re.compile(r"(?:, found|(\?) Found): .*", re.DOTALL), lambda match: match.group(1) or "."),
    # What the parser met instead of what it expected.
    (re.compile(r"\b(Unexpected|found) (String|BlockString|Int|Float) ['\"].*", re.DOTALL), r"\1 \2."),
)


def without_values(message: str) -> str:
    """The message of graphql-core with which variable, field, type and rule it names, but without what the caller sent.

    What is searched must be short, since callers write part of it."""
    for quoting, said in _QUOTES:
        message = quoting.sub(said, message)
    return message
