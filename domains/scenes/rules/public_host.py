"""Which hosts are of the public internet, as far as their names tell."""

import ipaddress
import re

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+\.?")
_INSIDE = (".localhost", ".local", ".internal", ".svc", ".lan", ".home.arpa")
_HANDED_OUT = ipaddress.ip_network("2000::/3")
_TUNNELS = tuple(ipaddress.ip_network(text) for text in ("2001::/23", "2002::/16"))
"""By which an IPv6 address leads to an IPv4 one: that one may be anybody's."""

_ENDS_WITH_A_NUMBER = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)\.?$")


def is_public_host(host: str) -> bool:
    """A public address, or a name with a dot that is not read as a number somewhere. What it resolves to is seen when it is called."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        is_number = _ENDS_WITH_A_NUMBER.search(host) is not None
        return _NAME.fullmatch(host) is not None and not is_number and not host.rstrip(".").endswith(_INSIDE)
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global
    return address.is_global and address in _HANDED_OUT and not any(address in tunnel for tunnel in _TUNNELS)
