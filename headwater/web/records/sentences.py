"""What the Trail says, in sentences: event → icon, tone, what happened, why, and which filter.

The table at the end is the whole vocabulary; an event that is not in it is still told, plainly.
"""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.catalog import objects
from headwater.records.models import TrailEntry
from headwater.records.submission import Door
from headwater.records.trail import MOVED_IN
from headwater.web.records import (
    campaign_sentences,
    clock_sentences,
    learned_sentences,
    mail_sentences,
    mapping_sentences,
    program_sentences,
    report_sentences,
    score_sentences,
    visit_sentences,
    words,
)
from headwater.web.records.said import Said, by, moment
from headwater.web.templatetags.words import duration, signed

__all__ = ["EVENTS", "Said", "in_plain_words", "say"]

DOORS = {
    Door.FORM: "from a web form",
    Door.WEB_TO_LEAD: "from a Web-to-Lead form",
    Door.IMPORT: "from an import",
    Door.API: "through the API",
    Door.JSON: "from a program",
    Door.HAND: "by hand",
    Door.EMAIL: "by e-mail",
}
SECRET = frozenset({"modified_at", "modified_by_id", "is_closed", "status_changed_at"})
MOST_PARTS = 3  # of a score are told in one line; the sum beside the page has them all


def say(entry: TrailEntry) -> Said:
    """An entry of the Trail in one sentence."""
    teller = EVENTS.get(entry.event, in_plain_words)
    return teller(entry, entry.because or {})


def _created(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    door = because.get("door", "")
    form = because.get("form")
    if door == MOVED_IN:
        return moved_in(entry, because)
    why = _way(door, form)
    known = because.get("contact") or because.get("account") or because.get("resembles")
    if known:
        why += f"; {known['name']} is known: {known['words']}"
    elif why and door != Door.HAND:
        why += "; no one like them was known"
    came = door in (Door.FORM, Door.WEB_TO_LEAD, Door.EMAIL)
    return Said("file-text" if came else "user-round", "Lead created", why or by(entry),
                "good" if came else "", "web" if came else "")  # fmt: skip


def moved_in(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    """Of what was made in the system that it came from; a user or a setting has no old id there."""
    noun = entry.event.partition(".")[0]
    if noun == "move":
        what = "Move begun" if entry.event == "move.begun" else "Move ended"
        return Said("ship", what, because.get("from", ""))
    why = f"{by(entry)}; moved in from {because.get('from')}, where it was {because.get('old_id')}"
    return Said("plus", f"{noun.capitalize()} created", why)


def _way(door: Any, form: str | None) -> str:
    """By which door, and by which form or mailbox of it."""
    if form and door == Door.EMAIL:
        return f"by e-mail to {form}"
    return f"by the form “{form}”" if form else DOORS.get(door, "")


def _joined(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    known = because.get("recognised")
    why = known["words"] if known else because.get("twin", "")
    filled = [_label(entry, name) for name in entry.changes]
    if filled:
        why += f"; filled in {', '.join(filled)}"
    where = _way(because.get("door", ""), because.get("form"))
    return Said("reply", f"Asked again {where}".strip(), why, "good", "web")


def _assigned(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    why = because.get("words", "")
    if because.get("rule"):
        rule = "" if because["rule"] in why else f" · “{because['rule']}”"
        why = f"{why}{rule}, version {because.get('version', 1)}"
    if because.get("default"):
        why += "; the default owner takes it"
    if because.get("missed"):
        why += f"; “{because['missed']}” had run out"
    return Said("waypoints", f"Given to {because.get('owner', 'somebody')}", why, "", "decisions")


def _scored(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before, after = entry.changes.get("score", [0, 0])
    parts = sorted(because.get("parts", []), key=lambda part: -abs(part["points"]))
    told = [f"{part['name']} {signed(part['points'])}" for part in parts[:MOST_PARTS]]
    if len(parts) > MOST_PARTS:
        told.append(f"{len(parts) - MOST_PARTS} more")
    what = f"Score {before} → {after}" if before else f"Score {after}"
    if "score" not in entry.changes:  # the same sum of other parts
        what = "Scored anew"
    if grade := entry.changes.get("grade", ["", ""])[1]:
        what += f", grade {grade}"
    if "is_score_qualified" in entry.changes:
        what += ", qualified" if entry.changes["is_score_qualified"][1] else ", not qualified"
    return Said("zap", what, ", ".join(told), "", "decisions")


def _status(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before, after = entry.changes.get("status", ["", ""])
    reason = entry.changes.get("closed_reason", ["", ""])[1]
    how = because.get("words") or by(entry)
    why = f"was {before}" + (f"; {reason}" if reason else "") + f"; {how}"
    icon = "recycle" if because.get("recycled") else "signpost"
    return Said(icon, f"Now “{after}”", why)


def _answered(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    answers = because.get("answers", [])
    count = "1 question" if len(answers) == 1 else f"{len(answers)} questions"
    quote = "\n".join(f"{question} {answer or '(taken back)'}" for question, answer in answers)
    return Said("list-checks", f"Answered {count}", by(entry).replace("by ", "asked by "), "",
                "calls", quote)  # fmt: skip


def _call(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    why = {
        "dead_end": f"dead end: {because.get('reason', '')}",
        "call_again": f"call again {moment(because.get('again'))}",
        "clear_opportunity": "a clear opportunity",
    }.get(because.get("outcome", ""), "")
    if because.get("reached") is False:
        what, icon = f"{entry.by or 'Somebody'} called; nobody answered", "phone-missed"
        return Said(icon, what, why, "", "calls", because.get("note", ""))
    return Said("phone", f"{entry.by or 'Somebody'} called", why, "accent", "calls",
                because.get("note", ""))  # fmt: skip


def _call_undone(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("undo-2", "Call taken back", by(entry), "", "calls")


def _waited(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    waited = duration(because.get("minutes", 0) * 60)
    told = f"told to the {because.get('told', 'members')}"
    return Said("inbox", f"Has waited {waited} in {because.get('queue')}", told, "bad", "decisions")


def _snoozed(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    until = entry.changes.get("snoozed_until", [None, None])[1]
    return Said("moon", f"Put aside until {moment(until)}", by(entry))


def _converted(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    if because.get("door") == MOVED_IN:
        return Said("arrow-right", "Converted", f"at {because.get('from')}", "good", "decisions")
    nouns = ("account", "contact", "opportunity")
    made = [because[noun]["name"] for noun in nouns if noun in because]
    if because.get("direct"):
        return Said("route", "Account, contact and deal at once", ", ".join(made), "good",
                    "decisions")  # fmt: skip
    told = [f"into {', '.join(made)}"] if made else []
    if without := because.get("no_opportunity"):
        told.append(f"without an opportunity: {without}")
    if override := because.get("override"):
        told.append(f"before it was ready: {override}")
    return Said("arrow-right", f"Converted by {entry.by or 'a program'}",
                "; ".join(told), "good", "decisions")  # fmt: skip


def _unconverted(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("undo-2", "Conversion undone", by(entry), "", "decisions")


def _moved(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before, after = entry.changes.get("stage_name", ["", ""])
    reasons = (entry.changes.get(name, ["", ""])[1] for name in ("loss_reason", "win_reason"))
    reason = next(filter(None, reasons), "")
    why = f"was {before}" + (f"; {reason}" if reason else "") + f"; {by(entry)}"
    return Said("signpost", f"Now “{after}”", why)


def _part_taken(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    who = because.get("contact", {}).get("name", "Somebody")
    before, after = entry.changes.get("role", ["", ""])
    what, icon = {
        "opportunity.role_added": (f"{who} takes part", "user-round-plus"),
        "opportunity.role_changed": (f"{who} is {after or 'without a role'}", "id-card"),
        "opportunity.role_primary": (f"{who} is the primary contact", "star"),
        "opportunity.role_removed": (f"{who} no longer takes part", "user-round-minus"),
    }[entry.event]
    is_new = entry.event == "opportunity.role_added"
    role = f"as {after}; " if is_new and after else f"was {before}; " if before else ""
    return Said(icon, what, f"{role}{by(entry)}")


def in_plain_words(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    """What has no sentence of its own: a change by its labels, the rest by its event."""
    noun, _, deed = entry.event.partition(".")
    changes = [name for name in entry.changes if name not in SECRET]
    if deed == "changed" and len(changes) == 1:
        before, after = entry.changes[changes[0]]
        return Said("pencil", f"{_label(entry, changes[0])} changed",
                    f"{_short(before)} → {_short(after)}, {by(entry)}")  # fmt: skip
    if deed == "changed":
        what = ", ".join(_label(entry, name) for name in changes) or "Record"
        return Said("pencil", f"{what} changed", by(entry))
    icon = {"created": "plus", "deleted": "trash-2", "restored": "undo-2", "joined": "merge"}
    if because.get("door") == MOVED_IN and deed == "created":
        return moved_in(entry, because)
    what = f"{noun.replace('_', ' ').capitalize()} {deed.replace('_', ' ')}"
    lead = " by a conversion" if "conversion" in because else ""
    return Said(icon.get(deed, "dot"), what + lead, because.get("words", "") or by(entry))


def _label(entry: TrailEntry, attribute: str) -> str:
    for field in objects.get(entry.object_name).fields.values():
        if field.attribute == attribute:
            return words.label(field)
    return attribute.removesuffix("__c").replace("_", " ").capitalize()


def _short(value: Any) -> str:
    if value is None or value == "":
        return "empty"
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _saved_anyway(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    why = f"“{because.get('rule', '')}” had asked; {by(entry)}"
    return Said("copy", "Saved although others are like it", why, "", "decisions",
                because.get("words", ""))  # fmt: skip


def _suggestion_refused(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    what = "No household" if because.get("kind") == "household" else "Does not belong together"
    return Said("split", what, by(entry), "", "decisions")


Teller = Callable[[TrailEntry, Mapping[str, Any]], Said]
EVENTS: dict[str, Teller] = {
    "lead.created": _created,
    "lead.joined": _joined,
    "lead.join_undone": lambda entry, because: Said(
        "undo-2", f"The import of {because.get('file', 'a file')} was taken back", by(entry)
    ),
    "lead.assigned": _assigned,
    "lead.scored": _scored,
    "lead.status_changed": _status,
    "lead.answered": _answered,
    "lead.snoozed": _snoozed,
    "lead.woken": lambda entry, because: Said(
        "sun", "Back on Today", because.get("words") or by(entry)
    ),
    "lead.converted": _converted,
    "lead.unconverted": _unconverted,
    "call.logged": _call,
    "call.undone": _call_undone,
    "lead.waited": _waited,
    **clock_sentences.EVENTS,
    **campaign_sentences.EVENTS,
    **mapping_sentences.EVENTS,
    **mail_sentences.EVENTS,
    **learned_sentences.EVENTS,
    **score_sentences.EVENTS,
    **visit_sentences.EVENTS,
    **report_sentences.EVENTS,
    **program_sentences.EVENTS,
    "opportunity.advanced": _moved,
    "opportunity.moved_back": _moved,
    "opportunity.role_added": _part_taken,
    "opportunity.role_changed": _part_taken,
    "opportunity.role_primary": _part_taken,
    "opportunity.role_removed": _part_taken,
    "lead.saved_anyway": _saved_anyway,
    "contact.saved_anyway": _saved_anyway,
    "account.saved_anyway": _saved_anyway,
    "suggestion.refused": _suggestion_refused,
    "move.begun": moved_in,
    "move.ended": moved_in,
}
