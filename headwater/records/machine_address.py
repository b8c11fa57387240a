"""Addresses behind which no person reads: no-reply@, postmaster@ and their like."""

import re

_MACHINES = """
abuse bounce bounces daemon hostmaster listserv majordomo mailer-daemon newsletter noc postmaster
root security subscribe sympa unsubscribe webmaster
"""
MACHINES = frozenset(_MACHINES.split())
_NO_REPLY = re.compile(r"^(?:auto)?[._-]?(?:no|non?t|do[._-]?not)[._-]?(?:reply|respond|answer)")


def is_machine(address: str) -> bool:
    """Whether mail to this address is lost, or comes back for ever."""
    local = address.lower().partition("@")[0].partition("+")[0]
    return local in MACHINES or bool(_NO_REPLY.match(local))
