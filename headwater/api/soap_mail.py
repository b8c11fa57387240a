"""SOAP's `sendEmail`: one mail to one lead or contact, by the same rules as on its page.

Headwater writes to people it knows: a mail needs its `targetObjectId`. Who opted out, bounced or
stands on the suppression list is not written to, whatever a program says.
"""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction

from headwater import written
from headwater.api.caller import Caller
from headwater.api.problems import Problems, problem
from headwater.api.soap_body import Said
from headwater.api.soap_problems import errors, success
from headwater.api.soap_records import SObject, refuse_many
from headwater.catalog import ids, objects
from headwater.nurture import merge
from headwater.nurture.mailing.outgoing import Outgoing, Refused
from headwater.nurture.mailing.sending import send as queue
from headwater.records.models import EmailMessage
from headwater.records.sharing import visible

MOST = 10  # messages of one call, as in Salesforce
LONGEST = {"subject": 255, "plainTextBody": 32_000, "htmlBody": 100_000}
# What goes by other rules here: said so, rather than passed over.
ELSEWHERE = ("toAddresses", "ccAddresses", "bccAddresses", "templateId", "fileAttachments",
             "entityAttachments", "documentAttachments", "targetObjectIds")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Wish:
    """One message as it was sent, and the object and key of whom it is for."""

    said: dict[str, Any]
    object_name: str
    key: int

    def text(self, name: str) -> str:
        return str(self.said.get(name) or "")[: LONGEST[name]]


def send(said: Said, caller: Caller) -> str:
    """A SendEmailResult for each of `messages`."""
    wanted = said.records("messages")
    refuse_many(len(wanted), MOST)
    wishes = [_wish(each) for each in wanted]
    people = _people([each for each in wishes if isinstance(each, _Wish)], caller)
    answers: list[Problems | None] = []
    with transaction.atomic():
        for each in wishes:
            answers.append(each if isinstance(each, Problems) else _sent(each, people, caller))
    told = "".join(f"<result>{errors(each.body if each else [])}{success(each is None)}</result>"
                   for each in answers)  # fmt: skip
    return f"<sendEmailResponse>{told}</sendEmailResponse>"


def _wish(said: dict[str, Any]) -> _Wish | Problems:
    for name in ELSEWHERE:
        if said.get(name):
            message = f"{name} is not taken: a mail goes to the person of targetObjectId."
            return problem(400, "INVALID_FIELD", message, name)
    target = str(said.get("targetObjectId") or "")
    found = objects.by_prefix(target[:3])
    if found is None or found.name not in ("Lead", "Contact"):
        message = "targetObjectId must be the id of a lead or a contact."
        return problem(400, "INVALID_ID_FIELD", message, "targetObjectId")
    wish = _Wish(said, found.name, SObject(found.name, target).key)
    if not wish.text("subject") or not (wish.text("plainTextBody") or wish.text("htmlBody")):
        message = "A mail needs a subject, and a plainTextBody or an htmlBody."
        return problem(400, "REQUIRED_FIELD_MISSING", message, "subject", "plainTextBody")
    try:
        for name in LONGEST:
            merge.check(wish.text(name))
    except merge.MergeError as error:
        return problem(400, "INVALID_MERGE_FIELD", str(error))
    return wish


def _people(wishes: list[_Wish], caller: Caller) -> dict[tuple[str, int], Any]:
    """Those that the caller sees; one query for each object."""
    found: dict[tuple[str, int], Any] = {}
    for name in sorted({each.object_name for each in wishes}):
        model = objects.get(name).model
        rows = model._default_manager.filter(visible(model, caller.by), is_deleted=False)
        keys = [each.key for each in wishes if each.object_name == name]
        found |= {(name, key): record for key, record in rows.in_bulk(keys).items()}
    return found


def _sent(
    wish: _Wish, people: dict[tuple[str, int], Any], caller: Caller
) -> Problems | None:  # fmt: skip
    person = people.get((wish.object_name, wish.key))
    if person is None:
        target = ids.encode(objects.get(wish.object_name).prefix, wish.key)
        message = f"invalid cross reference id {target}"
        return problem(400, "INVALID_CROSS_REFERENCE_KEY", message, "targetObjectId")
    outgoing = Outgoing(
        person, f"api:{caller.by.pk}:{uuid4().hex}", subject=wish.text("subject"),
        text=wish.text("plainTextBody"), html=wish.text("htmlBody"), is_own=True, by=caller.by,
    )  # fmt: skip
    (answer,) = queue([outgoing])
    if isinstance(answer, Refused):
        return problem(400, "EMAIL_NOT_PROCESSED_DUE_TO_PRIOR_ERROR", answer.reason)
    assert isinstance(answer, EmailMessage)
    written.watch(answer)
    return None
