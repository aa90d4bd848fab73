"""Refuse connections, also to sockets of this machine, and the resolving of names."""

import socket
from typing import NoReturn

_NAMES = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo", "create_connection")
_SENDING = ("connect", "connect_ex", "sendto", "sendmsg")


def refuse() -> None:
    """From now on, in this process. Pairs of sockets, which asyncio wakes itself with, still work."""
    for name in _NAMES:
        setattr(socket, name, _refused)
    for name in _SENDING:
        setattr(socket.socket, name, _refused)


def _refused(*_: object, **__: object) -> NoReturn:
    raise OSError("no network here: refused by the tests")
