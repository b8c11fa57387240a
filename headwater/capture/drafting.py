"""Submissions become drafts: each door's payload is read in its own language.

What people corrected stands in the place of what was sent; what looks like spam at a public door
is set aside. A fixed number of queries for a batch, whatever its size.
"""

from collections.abc import Sequence
from typing import Any

from headwater.capture import export_rows, form_post, json_post, web_to_lead
from headwater.capture.mail import drafts as mail_drafts
from headwater.capture.releasing import corrected, corrected_values
from headwater.capture.suspicion.judge import judge
from headwater.capture.web_form import WebForm
from headwater.catalog import objects
from headwater.catalog.custom import CustomField
from headwater.people.standing import kept
from headwater.records.draft import Draft
from headwater.records.models import Campaign, Submission
from headwater.records.problem import Problem
from headwater.records.submission import Door


def drafts_of(submissions: Sequence[Submission]) -> list[Draft]:
    """One draft for each submission, in order; all came through the same door."""
    if not submissions:
        return []
    door = submissions[0].door
    if door == Door.FORM:
        forms = known_forms()
        drafts = [form_post.draft_of(s, texts_of(s), forms.get(s.form)) for s in submissions]
        judge(drafts, forms)
    elif door == Door.WEB_TO_LEAD:
        rows = CustomField.objects.filter(object_name="Lead")
        custom = web_to_lead.custom_fields(dict(rows.values_list("name", "pk")))
        drafts = [web_to_lead.draft_of(s, texts_of(s), custom) for s in submissions]
        judge(drafts, {})
    elif door == Door.IMPORT:
        drafts = export_rows.drafts_of(submissions)
    elif door == Door.JSON:
        drafts = json_post.drafts_of(submissions)
    elif door == Door.EMAIL:
        drafts = mail_drafts.drafts_of(submissions)
        judge([draft for draft in drafts if draft.values], {})
    else:
        drafts = [_plain(submission) for submission in submissions]
    _check_campaigns(drafts)
    return drafts


@kept
def known_forms() -> dict[str, WebForm]:
    """Every form by its slug, kept in memory until one changes: read them, never change them."""
    return {form.slug: form for form in WebForm.objects.all()}


def texts_of(submission: Submission) -> dict[str, list[str]]:
    """Parameter → texts as they were sent and corrected, without the note of the door."""
    return corrected(submission.payload)


def _plain(submission: Submission) -> Draft:
    """From a door that speaks API names: field → value."""
    known = objects.get("Lead").fields
    values: dict[str, Any] = {
        known[name].attribute: value
        for name, value in corrected_values(submission.payload).items()
        if name in known and known[name].is_createable
    }
    return Draft(values=values, submission=submission, received_at=submission.received_at)


def _check_campaigns(drafts: Sequence[Draft]) -> None:
    """A campaign that is not there must not stop the lead; the doubt is told."""
    named = {draft.campaign_id for draft in drafts if draft.campaign_id}
    if not named:
        return
    there = set(Campaign.objects.alive().filter(pk__in=named).values_list("pk", flat=True))
    for draft in drafts:
        if draft.campaign_id and draft.campaign_id not in there:
            message = "The campaign that it names does not exist here."
            draft.problems.append(Problem("CampaignId", "INVALID_CROSS_REFERENCE_KEY", message))
            draft.campaign_id = None
