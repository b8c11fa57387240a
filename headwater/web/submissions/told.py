"""A payload as a person reads it: who sent it, field by field, and what each was taken for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.capture import json_post, web_to_lead
from headwater.capture.body import NOTE
from headwater.capture.drafting import known_forms
from headwater.capture.releasing import CORRECTIONS, as_sent, corrected
from headwater.catalog import objects
from headwater.catalog.custom import CustomField
from headwater.records.models import Submission
from headwater.records.submission import Door

LETTERS = re.compile(r"[^a-z]")
# What says who somebody is, in the names of all doors (small letters only).
NAME = (("firstname", "lastname"), ("name",), ("fromname",))
ELSE = ("email", "from", "company", "phone", "mobile", "mobilephone", "subject")
USUAL = ("LastName", "Company", "Email", "Phone")
# Of a message, in the order in which people read it.
MAIL = ("From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "Text", "Attachments")
USUAL_OF_SALESFORCE = ("last_name", "company", "email", "phone")


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter: its name, what it was taken for ('' by nobody), the texts sent and in force.

    `is_many` has a text on each line of its box.
    """

    name: str
    label: str
    sent: str
    now: str
    is_many: bool = False

    @property
    def is_corrected(self) -> bool:
        return self.sent != self.now

    @property
    def says_more(self) -> bool:
        """Whether the parameter's name is more than the label without its spaces."""
        return LETTERS.sub("", self.name.lower()) != LETTERS.sub("", self.label.lower())

    @property
    def rows(self) -> int:
        """Lines of the box in which it is corrected."""
        return min(8, max(1, self.now.count("\n") + 1, len(self.now) // 70 + 1))


def who(submission: Submission) -> str:
    """Name, e-mail address or company, as far as the payload tells; '' when it does not."""
    texts = corrected(submission.payload)
    said = {LETTERS.sub("", name.lower()): found[0] for name, found in texts.items() if found}
    for names in NAME:
        name = " ".join(said[each].strip() for each in names if said.get(each, "").strip())
        if name:
            return name[:80]
    return next((said[each][:80] for each in ELSE if said.get(each, "").strip()), "")


def lines_of(submission: Submission) -> tuple[list[Line], list[Line]]:
    """What was read as fields (and what could be added), and everything else that was sent."""
    sent, now = as_sent(submission.payload), corrected(submission.payload)
    label_of = labels_of(submission)
    # JSON columns do not keep the order in which something was sent; the form's order reads best.
    asked = list(filter(label_of, _askable(submission)))
    names = dict.fromkeys([*asked, *sent, *now])
    lines = [_line(name, label_of(name), sent, now) for name in names]
    return [line for line in lines if line.label], [line for line in lines if not line.label]


def labels_of(submission: Submission) -> Callable[[str], str]:
    """Tells the label of the field that takes a parameter, '' when none does, by door."""
    if submission.door == Door.WEB_TO_LEAD:
        rows = CustomField.objects.filter(object_name="Lead")
        custom = web_to_lead.custom_fields(dict(rows.values_list("name", "pk")))
        return lambda name: _by_attribute(web_to_lead.attribute_of(name, custom))
    if submission.door == Door.IMPORT and submission.import_job:
        mapping = submission.import_job.mapping
        return lambda column: _by_name(str(mapping.get(column) or ""))
    if submission.door == Door.JSON:
        known = json_post.names()
        return lambda name: known[name.lower()].label if name.lower() in known else ""
    if submission.door == Door.EMAIL:
        return lambda name: name if name in MAIL else _by_name(name)
    return _by_name


def history_of(submission: Submission) -> dict[str, Any]:
    """What the note beside the payload tells: corrections, who let it in, what had stopped it."""
    note: Mapping[str, Any] = submission.payload.get(NOTE) or {}
    return {
        "corrections": note.get(CORRECTIONS, ()),
        "released_by": note.get("released_by", ""),
        "was": note.get("was", ""),
    }


def _line(name: str, label: str, sent: dict[str, list[str]], now: dict[str, list[str]]) -> Line:
    texts = sent.get(name, [])
    return Line(name, label, "\n".join(texts), "\n".join(now.get(name, [])), len(texts) > 1)


def _askable(submission: Submission) -> list[str]:
    """What the page offers to fill in although nobody sent it."""
    if submission.door == Door.WEB_TO_LEAD:
        return list(USUAL_OF_SALESFORCE)
    form = known_forms().get(submission.form) if submission.door == Door.FORM else None
    if form:
        return [field.name for field in form.understood]
    if submission.door == Door.EMAIL:
        return [*MAIL, *USUAL]
    if submission.door == Door.JSON:
        return _unsaid(submission)
    return list(USUAL) if submission.door in (Door.API, Door.HAND) else []


def _unsaid(submission: Submission) -> list[str]:
    """The usual names of a program's lead, but for those that it said, maybe by another name."""
    known = json_post.names()
    lower = [name.lower() for name in submission.payload]
    said = {known[name].attribute for name in lower if name in known}
    return [name for name in USUAL_OF_SALESFORCE if name not in said]


def _by_name(name: str) -> str:
    field = objects.get("Lead").fields.get(name)
    return field.label if field else ""


def _by_attribute(attribute: str) -> str:
    if not attribute:
        return ""
    if attribute.endswith("__c"):
        return _by_name(attribute)
    if attribute in ("state_code", "country_code"):
        return "Code of " + attribute.removesuffix("_code")
    return objects.get("Lead").by_attribute(attribute).label
