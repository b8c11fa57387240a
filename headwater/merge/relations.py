"""What hangs on a lead, a contact, an account, and what a merge does with it.

A test goes through all models: a new foreign key, or a key without one, has to be named here.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Relation:
    """A column of a model that names a record; `kind` in the plural, as people call the rows."""

    label: str
    field: str
    kind: str

    @property
    def key(self) -> str:
        return f"{self.label}.{self.field}"

    @property
    def model(self) -> Any:
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def column(self) -> str:
        return str(self.model._meta.get_field(self.field).column)


def _activities(field: str) -> tuple[Relation, ...]:
    return (
        Relation("records.Task", field, "tasks and calls"),
        Relation("records.Event", field, "meetings"),
        Relation("records.EmailMessage", field, "e-mails"),
        Relation("records.Note", field, "notes"),
    )


# Go to the survivor as they are.
MOVES: dict[str, tuple[Relation, ...]] = {
    "Lead": (
        *_activities("lead"),
        Relation("records.Submission", "lead", "inquiries"),
        Relation("qualify.LoggedCall", "lead", "logged calls"),
        Relation("qualify.CallNotes", "lead", "call notes"),
        Relation("records.Answer", "lead", "answers"),
        Relation("records.Clock", "lead", "response clocks"),
        Relation("records.Handoff", "lead", "hand-offs"),
        Relation("qualify.CadenceRun", "lead", "cadences"),
        Relation("nurture.Enrolment", "lead", "programs"),
        Relation("records.Engagement", "lead", "visits, opens and clicks"),
        Relation("records.Visitor", "lead", "browsers"),
    ),
    "Contact": (
        *_activities("contact"),
        Relation("records.Engagement", "contact", "visits, opens and clicks"),
        Relation("records.Lead", "matched_contact", "recognised leads"),
        Relation("records.Lead", "converted_contact", "leads that became this contact"),
        Relation("records.Conversion", "contact", "conversions"),
        Relation("records.Contact", "reports_to", "people who report here"),
    ),
    "Account": (
        *_activities("account"),
        Relation("records.Contact", "account", "contacts"),
        Relation("records.Opportunity", "account", "opportunities"),
        Relation("records.Lead", "matched_account", "recognised leads"),
        Relation("records.Lead", "converted_account", "leads that became this account"),
        Relation("records.Conversion", "account", "conversions"),
        Relation("records.Account", "parent", "accounts below"),
    ),
}
# Would stand there twice, or say more than where they hang: each has its own rule (see uniting).
UNITED: dict[str, tuple[Relation, ...]] = {
    "Lead": (
        Relation("records.CampaignMember", "lead", "campaigns"),
        Relation("records.Consent", "lead", "consents"),
    ),
    "Contact": (
        Relation("records.CampaignMember", "contact", "campaigns"),
        Relation("records.OpportunityContactRole", "contact", "parts in opportunities"),
        Relation("records.Consent", "contact", "consents"),
        Relation("records.AccountContactRelation", "contact", "relations to companies"),
    ),
    "Account": (Relation("records.AccountContactRelation", "account", "relations to people"),),
}
# Stay with the tombstone, and why.
STAYS = {
    "records.Conversion.lead": "converted leads are not merged; an undone conversion is the past",
    "capture.HygieneFinding.lead": "is about the values of that one row, and made anew each week",
    "capture.HygieneFixed.lead": "is about the values of that one row",
    "recycling.WayBack.lead": "is about how that one lead ended; the survivor gets its own",
    "route.QueueStay.lead": "says when that one row waited in a queue",
    "records.Lead.master_record": "the way goes on from tombstone to tombstone",
    "records.Contact.master_record": "the way goes on from tombstone to tombstone",
    "records.Account.master_record": "the way goes on from tombstone to tombstone",
}
# Name a record by object and key, without a foreign key.
BY_NAME = {
    "records.TrailEntry.record_id": "append-only; the survivor's story includes the tombstone's",
    "records.Consent.record_id": "says on which record it was said, and never changes",
    "records.ImportRow.record_id": "says what the import made",
    "records.ImportKept.record_id": "says what the undo of an import left",
    "match.MatchKey.record_id": "the tombstone is still found by it, and leads on",
    "catalog.ExternalId.record_id": "given to whoever holds the value now (see aliases)",
    "records.DuplicatePair.one_id": "decided or pointed to the survivor (see pairs)",
    "records.DuplicatePair.other_id": "decided or pointed to the survivor (see pairs)",
    "qualify.Recurrence.weekdays": "days of the week, no records",
    "measure.DailySum.values": "sums of a day, no records",
    "score.ScoreRuleSet.grade_floors": "points, no records",
    "score.ScoreRuleSet.engagement_floors": "points, no records",
    "score.ScoreRuleSet.qualifying_levels": "cells of the grid, no records",
    "score.Unscored.lead_id": "a note to the scorer, gone within a minute",
    "api.WebhookDelivery.record_id": "says what was delivered",
    "records.ConversionRunRow.lead_id": "says what became of the lead of a run",
    "records.ConversionRunRow.keys": "hashes by which leads of a run meet, no records",
    "merge.Merge.survivor_id": "a merge is the past of whoever took part",
    "merge.Merge.loser_ids": "a merge is the past of whoever took part",
}
