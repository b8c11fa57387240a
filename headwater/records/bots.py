"""Person or machine? One judgement for visits, opens and clicks, with the reason in plain words.

It rests on what was seen with each event and on the rules of the organisation (records.bot_rule),
never on a look-up elsewhere, so it can be made again whenever a rule is switched.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from headwater.people.standing import kept
from headwater.records.bot_rule import BotRule, Sign

if TYPE_CHECKING:
    from headwater.records.engagement import Engagement

Network = IPv4Network | IPv6Network
JUDGED = frozenset({"page_view", "key_page", "form_start", "email_open", "email_click"})
MAIL = frozenset({"email_open", "email_click"})
TOGETHER = timedelta(seconds=10)  # links followed within this were followed at once
# A scanner looks at a mail within moments. The reader sits in the same office behind the same
# network, and their own click, later, is theirs.
SCAN = timedelta(minutes=1)
SAID = "A colleague said that it was a machine."
NO_NAME = "none"  # what stands for the name of a browser that gives none
SINGLE = (Sign.PREFETCH, Sign.HIDDEN, Sign.DRIVEN, Sign.NAMELESS)
_CUT = {4: 24, 6: 48}  # bits of an address that are kept


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in use, by what they look at."""

    agents: tuple[tuple[tuple[str, ...], str], ...] = ()
    people: tuple[str, ...] = ()
    networks: tuple[tuple[Network, str], ...] = ()
    own: tuple[Network, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0  # after sending; less than that is no person
    links: int = 0  # of one mail at once; so many are no person


@dataclass(frozen=True, slots=True)
class Seen:
    """What a door saw of the sender of an event; `facts` are columns of Engagement."""

    agent: str
    network: str
    signs: str

    @property
    def facts(self) -> dict[str, str]:
        return {"agent": self.agent, "network": self.network, "signs": self.signs}


def seen(headers: Mapping[str, str], address: str | None) -> Seen:
    """What a request's headers and address tell; of the address only the network is kept."""
    agent = " ".join(headers.get("User-Agent", "").replace("\x00", "").split())[:300] or NO_NAME
    purpose = f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')}"
    purpose += f" {headers.get('X-Moz', '')} {headers.get('X-Purpose', '')}"
    is_early = any(word in purpose.lower() for word in ("prefetch", "prerender", "preview"))
    return Seen(agent, network_of(address), Sign.PREFETCH.value if is_early else "")


@lru_cache(maxsize=4096)
def network_of(address: str | None) -> str:
    """“203.0.113.0/24” for an address in it; '' for none."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    return str(ip_network(f"{found}/{_CUT[found.version]}", strict=False))


@kept
def rules() -> Rules:
    """The rules in use; kept in memory."""
    rows = list(BotRule.objects.filter(is_active=True))
    of = {sign: [row for row in rows if row.sign == sign] for sign in Sign}
    machines = {sign: [row for row in of[sign] if not row.is_person] for sign in Sign}
    return Rules(
        agents=tuple((words(row.value), row.reason) for row in machines[Sign.AGENT]),
        people=tuple(word for row in of[Sign.AGENT] if row.is_person for word in words(row.value)),
        networks=tuple(
            (net, row.reason) for row in machines[Sign.NETWORK] if (net := range_of(row.value))
        ),
        own=tuple(
            net for row in of[Sign.NETWORK] if row.is_person and (net := range_of(row.value))
        ),
        reasons={sign: each[0].reason for sign, each in of.items() if each},
        seconds=max((_number(row.value) for row in of[Sign.SPEED]), default=0),
        links=int(min((_number(row.value) for row in of[Sign.BURST]), default=0)),
    )


def words(value: str) -> tuple[str, ...]:
    """The words of a rule, small, apart by commas."""
    return tuple(word for each in value.split(",") if (word := each.strip().lower()))


def range_of(value: str) -> Network | None:
    """The range that a rule names; None where it is none."""
    try:
        return ip_network(value.strip(), strict=False)
    except ValueError:
        return None


def judge(
    events: Sequence["Engagement"],
    *,
    beside: Iterable["Engagement"] = (),
    sent: Mapping[int, datetime] | None = None,
    by: Rules | None = None,
) -> list[str]:
    """Why each of these is taken for a machine's, '' for a person's.

    `beside` are other events of the same mails and visitors; `sent` says when each mail went out.
    """
    known = rules() if by is None else by
    every = [*events, *beside]
    hidden: dict[tuple[object, ...], list[datetime]] = defaultdict(list)
    for each in every:
        if Sign.HIDDEN.value in each.signs.split():
            hidden[_trail_of(each)].append(each.at)
    bursts = _bursts(every, known)
    return [_judged(each, known, hidden, bursts, sent or {}) for each in events]


def _judged(
    event: "Engagement",
    known: Rules,
    hidden: Mapping[tuple[object, ...], Sequence[datetime]],
    bursts: Mapping[int, list[datetime]],
    sent: Mapping[int, datetime],
) -> str:
    if event.verdict:
        return SAID if event.verdict == "machine" else ""
    if event.kind not in JUDGED:
        return ""
    agent = event.agent.lower()
    if (known.own or known.people) and _is_known(agent, event.network, known):
        return ""
    alone = _by_signs(event, agent, known) or _by_network(event.network, known)
    if alone:
        return alone
    if Sign.HIDDEN in known.reasons and _is_hiding(event, hidden):
        return known.reasons[Sign.HIDDEN]
    return _by_time(event, known, bursts, sent) if event.kind in MAIL else ""


def _is_hiding(
    event: "Engagement", hidden: Mapping[tuple[object, ...], Sequence[datetime]]
) -> bool:
    """Whether who did this followed a hidden link: the same browser at any time, or something in
    the same network that looked at the same mail about then."""
    moments = hidden.get(_trail_of(event), ())
    if event.message_id and not event.visitor_id:
        return any(abs(event.at - moment) <= SCAN for moment in moments)
    return bool(moments)


def _is_known(agent: str, network: str, known: Rules) -> bool:
    if any(word in agent for word in known.people):
        return True
    return bool(network) and any(_holds(net, network) for net in known.own)


def _by_signs(event: "Engagement", agent: str, known: Rules) -> str:
    if event.signs:
        told = event.signs.split()
        for sign in SINGLE:
            if sign.value in told and sign in known.reasons:
                return known.reasons[sign]
    if agent == NO_NAME:
        return known.reasons.get(Sign.NAMELESS, "")
    return _by_name(agent, known.agents) if agent else ""


@lru_cache(maxsize=4096)
def _by_name(agent: str, agents: tuple[tuple[tuple[str, ...], str], ...]) -> str:
    return next((reason for some, reason in agents if any(word in agent for word in some)), "")


def _by_network(network: str, known: Rules) -> str:
    if not network:
        return ""
    return next((reason for net, reason in known.networks if _holds(net, network)), "")


@lru_cache(maxsize=4096)
def _holds(net: Network, network: str) -> bool:
    """Whether a range of a rule and the network of a sender meet."""
    other = range_of(network if "/" in network else network_of(network))
    return other is not None and other.version == net.version and other.overlaps(net)


def _by_time(
    event: "Engagement",
    known: Rules,
    bursts: Mapping[int, list[datetime]],
    sent: Mapping[int, datetime],
) -> str:
    went = sent.get(event.message_id or 0)
    if known.seconds and went and (event.at - went).total_seconds() < known.seconds:
        return known.reasons[Sign.SPEED]
    at_once = bursts.get(event.message_id or 0, ())
    if any(abs(event.at - moment) <= TOGETHER for moment in at_once):
        return known.reasons[Sign.BURST]
    return ""


def _bursts(events: Iterable["Engagement"], known: Rules) -> dict[int, list[datetime]]:
    """Mail → the moments within which too many of its links were followed."""
    if not known.links:
        return {}
    clicks: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for event in events:
        if event.kind == "email_click" and event.message_id:
            clicks[event.message_id].append((event.at, event.what))
    found: dict[int, list[datetime]] = defaultdict(list)
    for message, some in clicks.items():
        some.sort()
        for place, (at, _) in enumerate(some):
            links = {what for when, what in some[place:] if when - at <= TOGETHER}
            if len(links) >= known.links:
                found[message].append(at)
    return found


def _trail_of(event: "Engagement") -> tuple[object, ...]:
    """Whose doing it is: one browser's, or one network's with one mail."""
    if event.visitor_id:
        return ("visitor", event.visitor_id)
    if not event.message_id:  # one that is not stored yet says it by its key
        return ("visit", event.key.rpartition(":")[0])
    return ("mail", event.message_id, event.network)


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0
