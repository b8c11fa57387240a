"""Submissions become drafts: each door's payload is read in its own language.

A fixed number of queries for a batch: the forms, the custom fields, the campaigns named.
"""

from collections.abc import Sequence
from typing import Any

from headwater.capture import export_rows, form_post, web_to_lead
from headwater.capture.body import NOTE, restore
from headwater.capture.web_form import WebForm
from headwater.catalog import objects
from headwater.catalog.custom import CustomField
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
        slugs = {submission.form for submission in submissions}
        forms = {form.slug: form for form in WebForm.objects.filter(slug__in=slugs)}
        drafts = [form_post.draft_of(s, texts_of(s), forms.get(s.form)) for s in submissions]
    elif door == Door.WEB_TO_LEAD:
        rows = CustomField.objects.filter(object_name="Lead")
        custom = web_to_lead.custom_fields(dict(rows.values_list("name", "pk")))
        drafts = [web_to_lead.draft_of(s, texts_of(s), custom) for s in submissions]
    elif door == Door.IMPORT:
        drafts = export_rows.drafts_of(submissions)
    else:
        drafts = [_plain(submission) for submission in submissions]
    _check_campaigns(drafts)
    return drafts


def texts_of(submission: Submission) -> dict[str, list[str]]:
    """Parameter → texts as they were sent, without the note of the door."""
    return {
        restore(name): [restore(text) for text in texts]
        for name, texts in submission.payload.items()
        if name != NOTE and isinstance(texts, list)
    }


def _plain(submission: Submission) -> Draft:
    """From a door that speaks API names: field → value."""
    known = objects.get("Lead").fields
    values: dict[str, Any] = {
        known[name].attribute: value
        for name, value in submission.payload.items()
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
