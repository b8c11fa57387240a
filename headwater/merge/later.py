"""What came to the survivor after a merge, row by row: whose it is, or that somebody must say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.merge import moving, origin
from headwater.merge.act import Merge
from headwater.merge.origin import Marks, Sides
from headwater.merge.relations import MOVES, UNITED, Relation

# Before what follows it: an e-mail's thread, an inquiry's clock, a contact's tasks.
ORDER = (
    "records.Submission", "records.EmailMessage", "records.Lead", "records.Conversion",
    "records.Contact", "records.Opportunity", "records.Account", "qualify.LoggedCall",
    "records.Clock", "records.CampaignMember", "records.OpportunityContactRole",
    "records.AccountContactRelation", "records.Task", "records.Event", "records.Note",
    "records.Answer", "qualify.CallNotes", "records.Handoff", "qualify.CadenceRun",
    "nurture.Enrolment", "records.Visitor", "records.Engagement",
)  # fmt: skip
# Made by the machine, or said to the survivor: where they do not say whose they are, they stay
# without a question.
UNASKED = frozenset({
    "records.Clock.lead", "records.Lead.matched_account", "records.Lead.matched_contact",
    "records.Conversion.account", "records.Conversion.contact", "records.Answer.lead",
    "qualify.CallNotes.lead", "records.Handoff.lead",
    "qualify.CadenceRun.lead", "nurture.Enrolment.lead",
    "records.Visitor.lead", "records.Engagement.lead", "records.Engagement.contact",
})  # fmt: skip
# What tells such a row from others: where it stands.
PLACES = {"CampaignMember": "campaign", "OpportunityContactRole": "opportunity"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row that came later; `home` is the record whose it is, None where it does not say."""

    relation: Relation
    row: Any
    home: int | None

    @property
    def key(self) -> str:
        return f"{self.relation.key}:{self.row.pk}"

    @property
    def is_asked(self) -> bool:
        """Whether a person has to say whose it is."""
        return self.home is None and self.relation.key not in UNASKED


@dataclass(slots=True)
class Search:
    """What is known of the rows so far: model label → key → whose it is."""

    merge: Merge
    sides: Sides
    homes: dict[str, dict[int, int | None]] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    moments: dict[Any, int | None] = field(default_factory=dict)
    calls: dict[int, int | None] = field(default_factory=dict)

    def home_of(self, label: str, pk: int | None) -> int | None:
        """Whose a record below is; what was there before and did not move is the survivor's."""
        if pk is None or label not in self.merge.marks:
            return None
        if pk <= self.merge.marks[label]:
            return self.homes.get(label, {}).get(pk, self.merge.survivor_id)
        return self.homes.get(label, {}).get(pk)


def find(merge: Merge, sides: Sides) -> list[Row]:
    """Every row that came since; one query for each table."""
    search = Search(merge, sides)
    relations = [*MOVES[merge.object_name], *UNITED[merge.object_name]]
    relations = [each for each in relations if each.label in ORDER]
    known = {relation.key: moving.homes(merge.moved, relation) for relation in relations}
    for relation in relations:
        search.homes.setdefault(relation.label, {}).update(known[relation.key])
    _threads(search)
    found = []
    for relation in sorted(relations, key=lambda each: ORDER.index(each.label)):
        for row in _rows(merge, relation):
            if row.pk in known[relation.key]:  # came in the very moment (see stragglers)
                continue
            home = _home(search, relation, row)
            search.homes.setdefault(relation.label, {})[row.pk] = home
            if relation.label == "records.Task" and row.pk in search.calls:
                found.append(Row(relation, row, search.calls[row.pk]))
            else:
                found.append(Row(relation, row, home))
    return found


def _rows(merge: Merge, relation: Relation) -> Iterable[Any]:
    mark = merge.marks.get(relation.label, 0)
    at_survivor = {f"{relation.field}_id": merge.survivor_id, "pk__gt": mark}
    rows = relation.model._default_manager.filter(**at_survivor).order_by("pk")
    if relation.label == f"records.{merge.object_name}":
        rows = rows.exclude(pk__in=merge.keys)
    if relation.label == "records.Opportunity":
        rows = rows.prefetch_related("contact_roles")
    elif place := place_of(relation.model.__name__, merge.object_name):
        rows = rows.select_related(place)
    return list(rows)


def place_of(model_name: str, object_name: str) -> str:
    """The column that says where such a row stands; '' where there may be any number of rows."""
    if model_name == "AccountContactRelation":
        return "contact" if object_name == "Account" else "account"
    return PLACES.get(model_name, "")


def _home(search: Search, relation: Relation, row: Any) -> int | None:
    return JUDGES[relation.label](search, row)


def _submission(search: Search, row: Any) -> int | None:
    home = search.sides.of_person(origin.of_payload(row.payload))
    for at in (row.received_at, row.settled_at):
        search.moments[at] = home
    return home


def _email(search: Search, row: Any) -> int | None:
    """An answer belongs to whose message it answers, else to whose address it bears."""
    thread = [row.in_reply_to, *row.references.split()]
    homes = [search.threads[each] for each in thread if each in search.threads]
    marks = origin.of_addresses(row.from_address if row.is_incoming else row.to_address)
    home = homes[0] if homes else _by_links(search, row) or _person_or_company(search, marks)
    if home is not None and row.message_id:
        search.threads[row.message_id] = home
    return home


def _person_or_company(search: Search, marks: Marks) -> int | None:
    if search.merge.object_name == "Account":
        return search.sides.of_company(marks)
    return search.sides.of_person(marks)


def _by_links(search: Search, row: Any) -> int | None:
    """Below an account: by the contact or the opportunity on which it hangs as well."""
    if search.merge.object_name != "Account":
        return None
    contact = search.home_of("records.Contact", getattr(row, "contact_id", None))
    deal = search.home_of("records.Opportunity", getattr(row, "opportunity_id", None))
    return origin.agreed([contact, deal])


def _person(search: Search, row: Any) -> int | None:
    """A lead or a contact, by what it says of itself."""
    return _person_or_company(search, origin.of_record(row, {}))


def _conversion(search: Search, row: Any) -> int | None:
    return search.home_of("records.Lead", row.lead_id)


def _deal(search: Search, row: Any) -> int | None:
    contacts = [role.contact_id for role in row.contact_roles.all()]
    return origin.agreed([search.home_of("records.Contact", pk) for pk in contacts])


def _call(search: Search, row: Any) -> int | None:
    """Its tasks go where it goes: nobody is asked twice."""
    search.calls |= {pk: None for pk in (row.task_id, row.follow_up_id) if pk}
    return None


def _at_that_moment(search: Search, row: Any) -> int | None:
    """What an inquiry started goes with the inquiry."""
    at = getattr(row, "started_at", None) or row.created_at
    return search.moments.get(at)


def _unknown(search: Search, row: Any) -> int | None:
    return None


def _done(search: Search, row: Any) -> int | None:
    """A visit is its browser's, an open or a click its message's."""
    browser = search.homes.get("records.Visitor", {}).get(row.visitor_id)
    return browser or search.homes.get("records.EmailMessage", {}).get(row.message_id)


JUDGES: Mapping[str, Callable[[Search, Any], int | None]] = {
    "records.Submission": _submission,
    "records.EmailMessage": _email,
    "records.Lead": _person,
    "records.Conversion": _conversion,
    "records.Contact": _person,
    "records.Opportunity": _deal,
    "records.Account": _person,
    "qualify.LoggedCall": _call,
    "records.Clock": _at_that_moment,
    "records.CampaignMember": _at_that_moment,
    "records.OpportunityContactRole": _unknown,
    "records.AccountContactRelation": _unknown,
    "records.Task": _by_links,
    "records.Event": _by_links,
    "records.Note": _by_links,
    "records.Answer": _unknown,
    "qualify.CallNotes": _unknown,
    "records.Handoff": _unknown,
    "qualify.CadenceRun": _unknown,
    "nurture.Enrolment": _unknown,
    "records.Visitor": _unknown,
    "records.Engagement": _done,
}


def _threads(search: Search) -> None:
    """Message-ID → whose it was, of the messages that were there."""
    relation = next(r for r in MOVES[search.merge.object_name] if r.label.endswith("EmailMessage"))
    rows = relation.model._default_manager
    known = moving.homes(search.merge.moved, relation)
    own = rows.filter(**{f"{relation.field}_id": search.merge.survivor_id})
    own = own.filter(pk__lte=search.merge.marks.get(relation.label, 0))
    for pk, message_id in own.exclude(message_id="").values_list("pk", "message_id"):
        search.threads[message_id] = known.get(pk, search.merge.survivor_id)


def followers(rows: Sequence[Row], homes: Mapping[str, int]) -> dict[str, int]:
    """Tasks of a logged call: where its answer sends them too."""
    tasks: dict[int, int] = {}
    for each in rows:
        if each.relation.label == "qualify.LoggedCall" and each.key in homes:
            keys = [key for key in (each.row.task_id, each.row.follow_up_id) if key]
            tasks |= dict.fromkeys(keys, homes[each.key])
    return {
        each.key: tasks[each.row.pk] for each in rows
        if each.relation.label == "records.Task" and each.row.pk in tasks
    }  # fmt: skip
