"""More than one process for what Python itself has to do: read and judge.

They are forked from a process that has loaded everything and holds nothing: no connection, no
engine, no thread. So Django and the libraries are loaded once, not for each.
"""

import gc
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import connection as pipes
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.db import connection

log = logging.getLogger("headwater.match")
PATIENCE = 10  # seconds for a process to end by itself
SELDOM = 100_000, 20, 100  # a portion makes many small tuples and leaves nothing behind
LOADED = "headwater.match.base.loaded"


def spread(
    work: Callable[..., Any], portions: Sequence[tuple[Any, ...]], *, alone: bool = False
) -> Iterator[Any]:
    """What `work(*portion)` returns for each portion, in any order; `work` is a module's function.

    Raises RuntimeError when a process has died or has raised something.
    """
    count = min(settings.IMPORT_PROCESSES, len(portions))
    # Inside a transaction (a test, a caller's own) other processes would not see the records.
    if alone or count < 2 or connection.in_atomic_block:
        yield from (work(*portion) for portion in portions)
        return
    hands = [_start() for _ in range(count)]
    try:
        yield from _given_out(work, list(portions), [pipe for _, pipe in hands])
    finally:
        for _, pipe in hands:
            pipe.close()  # it ends when nobody can speak to it any more
        for process, _ in hands:
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()


def _given_out(
    work: Callable[..., Any], waiting: list[tuple[Any, ...]], free: list[Any]
) -> Iterator[Any]:
    busy: list[Any] = []
    while waiting or busy:
        while waiting and free:
            busy.append(pipe := free.pop())
            pipe.send((work, waiting.pop(0)))
        heard: Any
        for heard in pipes.wait(busy):
            try:
                said, problem = heard.recv()
            except EOFError:
                raise RuntimeError("A process of the run has died; it goes on later.") from None
            if problem:
                raise RuntimeError(problem)
            busy.remove(heard)
            free.append(heard)
            yield said


def _start() -> tuple[Any, Any]:
    context = get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    here, there = context.Pipe()
    module = os.environ["DJANGO_SETTINGS_MODULE"]
    process = context.Process(
        target=main, daemon=True, args=(there, module, {**connection.settings_dict})
    )
    process.start()
    there.close()
    return process, here


def main(pipe: Any, settings_module: str, database: dict[str, Any]) -> None:
    """Do what comes through the pipe until nobody can speak into it any more."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
    import django

    django.setup()
    connection.settings_dict.update(database)
    gc.freeze()  # what is loaded stays
    gc.set_threshold(*SELDOM)
    while True:
        try:
            work, portion = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer: tuple[Any, str] = (work(*portion), "")
        except Exception as error:
            log.exception("A process of the run over the whole base gives up")
            answer = (None, f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except OSError:  # nobody is there any more to hear it
            return
