"""Ports: whether one is free, and one that is."""

import errno
import socket

from headwater.cli.refusal import Refusal


def refuse_busy(host: str, port: int, *, option: str = "--port") -> None:
    """Say that a port is taken before anything has been started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(sentence(host, port, option, error)) from None


def sentence(host: str, port: int, option: str, error: OSError) -> str:
    """Why the port cannot be used, and what can be done."""
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program; choose one with {option} N."
    if error.errno == errno.EACCES:
        return f"port {port} may only be used by root; choose one above 1023 with {option} N."
    return f"cannot listen at {host}:{port} ({error.strerror})."


def free_port(preferred: int = 0) -> int:
    """`preferred` if it is free on this machine, else any that is."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    raise Refusal("no port is free on this machine.")
