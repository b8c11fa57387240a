"""How a timeline tells what was advised, what stayed a lead, and what was made directly."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by
from headwater.web.records.sentences import EVENTS

Because = Mapping[str, Any]


def _advised(entry: TrailEntry, because: Because) -> Said:
    is_direct = because.get("way") == "direct"
    what = "Advice: account, contact and deal at once" if is_direct else "Advice: a lead"
    what += ", followed" if because.get("followed") else ""
    rule = f" · “{because['rule']}”" if because.get("rule") else ""
    why = f"{because.get('words', '')}{rule}"
    if because.get("obstacle"):
        why = f"{because['obstacle']} It waits as a lead."
    return Said("compass", what, why, "", "decisions", because.get("facts", ""))


def _stayed(entry: TrailEntry, because: Because) -> Said:
    what = "Could not become direct records; it waits as a lead"
    return Said("hourglass", what, because.get("words", ""), "warn", "decisions")


def _made(entry: TrailEntry, because: Because) -> Said:
    why = "; ".join(filter(None, [because.get("words", "").rstrip("."), by(entry)]))
    return Said("route", "Made directly, without a lead", why, "", "decisions",
                because.get("facts", ""))  # fmt: skip


EVENTS.update({"lead.advised": _advised, "lead.stayed": _stayed, "opportunity.made_direct": _made})
