"""Who brings chunks in: this process alone, or one process for each core.

Rows about one person must come in in the order of the file. A row far down waits for nothing: what
stands above it is in by then. Only chunks under way at the same time can get in each other's way:
a chunk that shares an address, a number or a name with one under way goes to the same process,
behind it. (That two processes make two leads of one person is kept by the journey's locks.)
"""

import gc
import os
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing import connection as pipes
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any, Self

from django.conf import settings
from django.db import connection

from headwater.importing import processes
from headwater.importing.chunk import Numbered, bring_in
from headwater.records.models import ImportJob

DEPTH = 2  # chunks that a process has before it: one under way, one waiting
# Of a number, as it may be written with its country or without. Of two chunks with a thousand
# numbers each, two thirds would share one by chance if these were six.
DIGITS = 7
SMALL = 2000  # rows; starting processes costs more than these
USUAL = gc.get_threshold()
PATIENCE = 10  # seconds for a process to end by itself


@dataclass(slots=True)
class Hand:
    """One process: where it is reached, and the marks of the chunks that it has before it."""

    pipe: Any
    before_it: deque[frozenset[Any]] = field(default_factory=deque)


class Crew:
    """Takes chunks in the order of the file and says what became of them, in any order."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        self.process: BaseProcess | None = None  # the first; the others are copies of it
        self.hands: list[Hand] = []
        self.told: list[Counter[str]] = []
        self.columns = marked_columns(job.mapping)

    def __enter__(self) -> Self:
        processes.seldom_collect()
        count = workers_for(self.job)
        if count > 1:
            self.process, pipes = _start(self.job, count)
            self.hands = [Hand(pipe) for pipe in pipes]
        return self

    def __exit__(self, *_: object) -> None:
        gc.set_threshold(*USUAL)
        for hand in self.hands:
            hand.pipe.close()  # it ends when nobody can speak to it any more
        if self.process:
            self.process.join(PATIENCE)
            if self.process.is_alive():
                self.process.kill()

    def give(self, chunk: list[Numbered]) -> None:
        """Have this chunk brought in; waits while everybody is busy."""
        if not self.hands:
            self.told.append(bring_in(self.job, chunk))
            return
        marks = frozenset(mark for _, row in chunk for mark in marks_of(row, self.columns))
        while (hand := self._fit(marks)) is None:
            self._listen()
        hand.before_it.append(marks)
        hand.pipe.send(chunk)

    def finished(self) -> list[Counter[str]]:
        """What was finished since the last question, without waiting."""
        while self.hands and self._listen(timeout=0):
            pass
        told, self.told = self.told, []
        return told

    def finish(self) -> list[Counter[str]]:
        """Wait for what is under way."""
        while any(hand.before_it for hand in self.hands):
            self._listen()
        return self.finished()

    def _fit(self, marks: frozenset[Any]) -> Hand | None:
        """The process that must have it, else the one with least to do; None: wait."""
        kin = [hand for hand in self.hands
               if any(not marks.isdisjoint(others) for others in hand.before_it)]  # fmt: skip
        if len(kin) > 1:
            return None
        best = kin[0] if kin else min(self.hands, key=lambda hand: len(hand.before_it))
        return best if len(best.before_it) < DEPTH else None

    def _listen(self, timeout: float | None = None) -> bool:
        """Hear what is finished; whether there was anything. Raises what a process raised."""
        busy: dict[Any, Hand] = {hand.pipe: hand for hand in self.hands if hand.before_it}
        heard: list[Any] = list(pipes.wait(list(busy), timeout)) if busy else []
        for pipe in heard:
            try:
                answer = pipe.recv()
            except EOFError:
                raise RuntimeError("A process of the import has died; it goes on later.") from None
            if isinstance(answer, str):
                raise RuntimeError(answer)
            busy[pipe].before_it.popleft()
            self.told.append(answer)
        return bool(heard)


def workers_for(job: ImportJob) -> int:
    """How many processes; one where rows may point to each other."""
    alone = job.row_count <= SMALL or job.object_name != "Lead" or job.kind == ImportJob.Kind.JSON
    # Inside a transaction (a test, a caller's own) other processes would not see the job.
    return 1 if alone or connection.in_atomic_block else settings.IMPORT_PROCESSES


def marked_columns(mapping: Mapping[str, str]) -> dict[str, str]:
    """Column → what kind of mark its cells make."""
    kinds = {
        "Email": "email", "Phone": "phone", "MobilePhone": "phone", "Id": "id",
        "FirstName": "name", "LastName": "name", "Name": "name", "Company": "company",
    }  # fmt: skip
    return {column: kinds[target] for column, target in mapping.items() if target in kinds}


def marks_of(row: Mapping[str, Any], columns: Mapping[str, str]) -> Iterator[Any]:
    """Rough forms of what a person is recognised by: alike for all that may be one person."""
    words: list[str] = []
    company, marked = "", False
    for column, kind in columns.items():
        text = str(row.get(column) or "").lower()
        if not text:
            continue
        if kind == "email":
            local, _, domain = text.strip().partition("@")
            mailbox = local.partition("+")[0].replace(".", "")
            yield f"{mailbox}@{domain.replace('googlemail', 'gmail')}"
            marked = True
        elif kind == "phone":
            yield "".join(filter(str.isdigit, text))[-DIGITS:]
            marked = True
        elif kind == "id":
            yield text
        elif kind == "name":
            words += "".join(each if each.isalpha() else " " for each in text).split()
        else:
            company = text
    if words:  # in any order; by their letters alone, too many names would be alike
        yield " ".join([*sorted(words), "".join(filter(str.isalpha, company))[:3]])
    elif not marked:
        yield tuple(row.items()) if all(isinstance(v, str) for v in row.values()) else str(row)


def _start(job: ImportJob, count: int) -> tuple[BaseProcess, list[Any]]:
    """The first process, and how each of them is reached."""
    context = get_context("spawn")  # a fork of this one would share its connection and threads
    pairs = [context.Pipe() for _ in range(count)]
    theirs = [there for _, there in pairs]
    database = {**connection.settings_dict}
    process = context.Process(
        target=processes.main,
        daemon=True,
        args=(theirs, job.pk, os.environ["DJANGO_SETTINGS_MODULE"], database),
    )
    process.start()
    for there in theirs:
        there.close()
    return process, [here for here, _ in pairs]
