"""The steps of a run over the whole base, from PostgreSQL and back.

Between the steps it looks whether it is still wanted. Each is done once, however often the run is
taken up again: see `store`.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from headwater.match.base import (
    crew,
    decisions,
    engines,
    matching,
    parts,
    reading,
    store,
    telling,
    writing,
)
from headwater.match.match_run import LearnedWeights, MatchRun
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.weights import Weights
from headwater.people.models import Organization

Report = Callable[[str, float], None]
LOOK_EVERY = 0.5  # seconds between two looks at what people want
KEPT = 20  # rows of what was learned
KINDS = ("person", "company")
# Step → where its share of the whole begins and ends.
SHARES = {"read": (0.0, 0.4), "person": (0.4, 0.8), "company": (0.8, 0.9), "write": (0.9, 1.0)}


class Cancelled(Exception):
    """Nobody wants the run any more."""


def run(found: MatchRun, report: Report) -> None:
    """Compare everybody with everybody; raises Cancelled, and whatever goes wrong."""
    folder = store.folder_of(found.pk)
    folder.mkdir(parents=True, exist_ok=True)
    watch = Watch(found, report)
    watch.begin("read")
    _read(folder, watch)
    asked = writing.open_pairs()
    learned = {}
    for kind in KINDS:
        watch.begin(kind)
        learned[kind] = matching.match(
            folder,
            kind,
            DEFAULT,
            watch.tell,
            asked=asked,
            decided=decisions.decided(kind),
            engine_of=engines.OPENED[found.engine],
        )
    watch.begin("write")
    _write(folder, found, watch)
    _keep(found, learned)
    found.summary = telling.sentence(found)[:300]
    watch.tell("Done", 1.0)


def _read(folder: Path, watch: "Watch") -> None:
    """Files of identities, by as many processes as there are cores."""
    country = Organization.current().country
    portions = list(reading.portions())
    wide = parts.is_wide(reading.size())
    work = [(str(folder), portion, country, wide) for portion in portions]
    totals = watch.run.totals = {"persons": 0, "companies": 0}
    for done, (kind, count) in enumerate(crew.spread(reading.read, work), 1):
        totals["persons" if kind == "person" else "companies"] += count
        watch.tell(f"Reading: {sum(totals.values()):,} records", done / len(work))


def _write(folder: Path, found: MatchRun, watch: "Watch") -> None:
    watch.tell("Writing down what was found", 0.0)
    with store.opened(folder) as engine:
        verdicts = (row for kind in KINDS for row in matching.verdicts(engine, kind))
        groups = [row for kind in KINDS for row in matching.groups(engine, kind)]
        counts = writing.write(verdicts, groups)
    heads = len({head for _, head in groups})
    pairs = sum(counts.get(tier, 0) for tier in ("certain", "likely", "possible"))
    found.totals |= {**counts, "pairs": pairs, "groups": heads}


def _keep(found: MatchRun, learned: Mapping[str, Weights]) -> None:
    """What was learned is in force from now on, for every lead that comes in."""
    because = {name: found.totals[name] for name in ("persons", "companies")}
    rows = [
        LearnedWeights(run=found, kind=kind, values=_of_kind(weights, kind), because=because)
        for kind, weights in learned.items()
        if weights != DEFAULT
    ]
    if rows:
        LearnedWeights.objects.bulk_create(rows)
        newest = LearnedWeights.objects.order_by("-pk").values_list("pk", flat=True)
        LearnedWeights.objects.exclude(pk__in=list(newest[:KEPT])).delete()


def _of_kind(weights: Weights, kind: str) -> dict[str, Any]:
    told = weights.as_json()
    own = {name: {kind: told[name][kind]} for name in ("chances", "prior")}
    return {**told, **own}


class Watch:
    """Writes down how far a run is, and looks whether it is still wanted."""

    def __init__(self, run: MatchRun, report: Report) -> None:
        self.run, self.report = run, report
        self.step, self.began, self.looked_at = "", time.monotonic(), 0.0

    def begin(self, step: str) -> None:
        """The next of SHARES."""
        self._clock()
        self.step, self.began = step, time.monotonic()

    def tell(self, words: str, fraction: float) -> None:
        """Say how far the step is; raises Cancelled when nobody wants the run any more."""
        begins, ends = SHARES[self.step]
        self.run.step, self.run.share_done = words, begins + (ends - begins) * min(1.0, fraction)
        self.report(words, self.run.share_done)
        if fraction in (0.0, 1.0) or time.monotonic() - self.looked_at > LOOK_EVERY:
            self.looked_at = time.monotonic()
            self._save()

    def _save(self) -> None:
        self._clock()
        told = ("step", "share_done", "totals", "seconds", "summary")
        mine = MatchRun.objects.filter(pk=self.run.pk, state=MatchRun.State.RUNNING)
        if not mine.update(**{name: getattr(self.run, name) for name in told}):
            raise Cancelled

    def _clock(self) -> None:
        if self.step:
            self.run.seconds[self.step] = round(time.monotonic() - self.began, 1)


def end(found: MatchRun, state: str, problem: str = "") -> None:
    """Close the run, unless somebody wanted something else in this very moment."""
    MatchRun.objects.filter(pk=found.pk, state=MatchRun.State.RUNNING).update(
        state=state, problem=problem[:500], ended_at=timezone.now()
    )
    found.refresh_from_db()
