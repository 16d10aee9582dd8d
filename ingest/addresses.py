"""Which addresses Criterio may be sent to: official sites over TLS, and never a machine of the inner network.

A catalogue is edited by people, and an official server may redirect: neither may turn Criterio into a way to ask
things of the network where it runs. A name that resolves otherwise between this check and the connection gains nothing:
TLS then refuses the certificate.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from corpus.errors import BadInput

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
Resolve = Callable[[str], list[str]]


def addresses_of(host: str) -> list[str]:
    """The IP addresses of a name; none when it cannot be told here (no network, or a proxy that resolves names)."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(row[4][0]) for row in found]


def check_address(url: str, *, own_machine: bool = False, resolve: Resolve = addresses_of) -> None:
    """Refuse what is not an address of the outside; `own_machine` also lets plain HTTP to this very machine pass.

    Raises:
        BadInput: DIRECCION_INSEGURA (not https), DIRECCION_INTERNA (private, of this machine or of no machine).
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise _insecure(url) from None
    if own_machine and parts.scheme in ("http", "https") and host in OWN_MACHINE:
        return
    if parts.scheme != "https" or not host or parts.username is not None:
        raise _insecure(url)
    literal = _ip(host)
    found = [literal] if literal else [ip for ip in map(_ip, resolve(host)) if ip]
    if host in OWN_MACHINE or not all(map(_outside, found)):
        raise BadInput(
            "DIRECCION_INTERNA",
            f"«{url}» lleva a la red interna, no a un sitio oficial.",
            "Corrija el catálogo o avise: un sitio oficial no debería enviar ahí.",
        )


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _outside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is of the public network, also behind the IPv6 forms that carry an IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return _outside(inner)
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return _outside(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


def _insecure(url: str) -> BadInput:
    return BadInput("DIRECCION_INSEGURA", f"«{url}» no es una dirección https.", "Corrija el catálogo.")
