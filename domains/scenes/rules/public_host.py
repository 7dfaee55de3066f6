"""Which hosts are of the public internet, as far as their names tell."""

import ipaddress
import re

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+\.?")
_ENDS_WITH_A_NUMBER = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)\.?$")


def is_public_host(host: str) -> bool:
    """A public address, or a name with a dot that is not read as a number somewhere. What it resolves to is seen when it is called."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        is_number = _ENDS_WITH_A_NUMBER.search(host) is not None
        return _NAME.fullmatch(host) is not None and not is_number and not host.rstrip(".").endswith((".localhost", ".local", ".internal"))
