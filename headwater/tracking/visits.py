"""What our script tells from somebody's page: read with suspicion, kept in one statement.

With a visitor's key each event is a row of its own; without one it is only counted.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from headwater.database import statements
from headwater.records import bots
from headwater.records.bot_rule import Sign
from headwater.records.engagement import Kind
from headwater.records.models import Engagement
from headwater.tracking.key_page import key_page_of

LIMIT = 16_384  # bytes of one post
MOST = 50  # events of one post
LONGEST_AGO = timedelta(hours=1)
KEY = re.compile(r"[a-f0-9]{32}")
EVENT = re.compile(r"[\w-]{8,40}")
KINDS = {"page": Kind.PAGE_VIEW, "form": Kind.FORM_START, "trap": Kind.PAGE_VIEW}
ADVERTISING = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
PERSONAL = re.compile(r"[^/]*@[^/]*")  # an e-mail address in a path is nobody's business
KEEP = """
WITH said AS (
  SELECT * FROM json_to_recordset(%s::json) r (key text, at timestamptz, kind text, what text,
    interest text, bot_reason text, signs text)
), who AS (
  INSERT INTO records_visitor (key, consent_at, first_at, last_at, came)
  VALUES (%s::text, %s::timestamptz, %s::timestamptz, %s::timestamptz, %s::text::jsonb)
  ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at RETURNING id, lead_id
)
INSERT INTO records_engagement (at, kind, lead_id, contact_id, visitor_id, what, interest,
  bot_reason, agent, network, signs, verdict, key)
SELECT said.at, said.kind, who.lead_id, lead.converted_contact_id, who.id, said.what, said.interest,
  said.bot_reason, %s::text, %s::text, said.signs, '', said.key
FROM said CROSS JOIN who LEFT JOIN records_lead AS lead ON lead.id = who.lead_id
ON CONFLICT (key) DO NOTHING RETURNING id
"""


@dataclass(slots=True)
class Visit:
    """What one post tells. `key` is '' where nobody agreed; `forgets` is a consent withdrawn."""

    key: str = ""
    events: list[Engagement] = field(default_factory=list)
    came: dict[str, str] = field(default_factory=dict)
    forgets: str = ""

    @property
    def source(self) -> str:
        """Where they came from, in a word: the advertisement's name or the other site's."""
        return (self.came.get("utm_source") or _host(self.came.get("came_from", "")))[:100].lower()


def read(raw: bytes, *, seen: bots.Seen, now: datetime) -> Visit:
    """What a post tells; a bad event is left out alone, and a bad post tells nothing."""
    said = _parsed(raw[:LIMIT])
    if not isinstance(said, Mapping):
        return Visit()
    forgets = _text(said.get("forget"), 32)
    if forgets:
        return Visit(forgets=forgets if KEY.fullmatch(forgets) else "")
    key = _text(said.get("v"), 32)
    visit = Visit(key if KEY.fullmatch(key) else "", came=_came(said))
    driven = [Sign.DRIVEN.value] if said.get("d") is True else []
    told = said.get("e")
    for one in told[:MOST] if isinstance(told, list) else ():
        event = _event(one, visit.key, seen, now, driven)
        if event is not None:
            visit.events.append(event)
    for event, reason in zip(visit.events, bots.judge(visit.events), strict=True):
        event.bot_reason = reason
    return visit


def keep(visit: Visit, *, now: datetime) -> int:
    """Keep the events of somebody who agreed; returns how many are new. One statement."""
    if not visit.events:
        return 0
    rows = [
        {"key": row.key, "at": row.at, "kind": row.kind, "what": row.what, "signs": row.signs,
         "interest": row.interest, "bot_reason": row.bot_reason}
        for row in visit.events
    ]  # fmt: skip
    first, came = visit.events[0], orjson.dumps(visit.came).decode()
    params = [visit.key, now, min(row.at for row in visit.events), now, came]
    asked = [statements.dumped(rows), *params, first.agent, first.network]
    return len(statements.run(KEEP, asked, is_large=False))


def page_of(address: Any) -> str:
    """The path of a page, without query and whatever looks like a person's address; '' for none."""
    text = _text(address, 2000)
    if not text.startswith("/"):
        return ""
    path = PERSONAL.sub("…", unquote(text.partition("?")[0].partition("#")[0]))
    return " ".join(path.split())[:200]


def _parsed(raw: bytes) -> Any:
    """What the JSON says, None for none; half a character does not cost the rest."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _event(
    said: Any, visitor: str, seen: bots.Seen, now: datetime, signs: list[str]
) -> Engagement | None:
    if not isinstance(said, Mapping):
        return None
    kind, page = KINDS.get(_text(said.get("k"), 10)), page_of(said.get("p"))
    name = _text(said.get("i"), 40)
    if kind is None or not page or (visitor and not EVENT.fullmatch(name)):
        return None
    found = key_page_of(page)
    if found and kind == Kind.PAGE_VIEW:
        kind = Kind.KEY_PAGE
    told = [sign for sign in (seen.signs, *signs) if sign]
    told += [Sign.HIDDEN.value] if said.get("k") == "trap" else []
    return statements.new(
        Engagement, at=now - _ago(said.get("a")), kind=kind.value, what=page,
        interest=found.interest if found else "", agent=seen.agent, network=seen.network,
        signs=" ".join(told), key=f"visit:{visitor}:{name}" if visitor else "",
    )  # fmt: skip


def _ago(said: Any) -> timedelta:
    """How long ago it was, in milliseconds of that browser; nonsense is now."""
    if isinstance(said, bool) or not isinstance(said, int | float) or said <= 0:
        return timedelta()
    return min(timedelta(milliseconds=min(said, 1e9)), LONGEST_AGO)


def _came(said: Mapping[str, Any]) -> dict[str, str]:
    told = said.get("u")
    found = {}
    if isinstance(told, Mapping):
        found = {name: text for name in ADVERTISING if (text := _text(told.get(name), 200))}
    came_from = _host(_text(said.get("r"), 500))
    return found | ({"came_from": came_from} if came_from else {})


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return ""


def _text(said: Any, longest: int) -> str:
    """Text without what PostgreSQL does not take."""
    if not isinstance(said, str):
        return ""
    clean = said.replace("\x00", "").encode("utf-8", "ignore").decode()
    return clean[:longest].strip()
