"""Forms and query strings as OAuth has them: each parameter once, none of them huge, an empty one is none."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway.oauth.errors import OAuthError

FIELDS_MAX = 40
VALUE_MAX = 8192

Parameters = dict[str, str]


async def read_form(request: Request) -> Parameters:
    """The parameters of a posted form. Raises OAuthError invalid_request for anything else."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise OAuthError("invalid_request", "The body must be application/x-www-form-urlencoded.")
    return read_query(await request.body())


def read_query(text: bytes) -> Parameters:
    """The parameters of a query string. Raises OAuthError invalid_request."""
    try:
        pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError:
        raise OAuthError("invalid_request", "The parameters cannot be read.") from None
    found = dict(pairs)
    if len(found) < len(pairs):
        raise OAuthError("invalid_request", "A parameter is there twice.")
    if any(len(value) > VALUE_MAX or "\0" in value for value in found.values()):
        raise OAuthError("invalid_request", "A parameter is too large.")
    return {name: value for name, value in found.items() if value}


def required(form: Parameters, name: str) -> str:
    """The parameter. Raises OAuthError invalid_request when it is missing."""
    value = form.get(name)
    if value is None:
        raise OAuthError("invalid_request", f"The parameter {name} is missing.")
    return value
