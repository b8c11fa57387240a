"""What Juniper Solar asks on the phone, what people answer, and how leads move by themselves."""

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from headwater.qualify import answering, discovery
from headwater.records.models import Lead, LeadStatus, Question

if TYPE_CHECKING:
    from headwater.people.models import User
    from headwater.sample.company import People

NEEDS = ("Lower bills", "Independence from the grid", "A greener brand", "Cooling all year round")
SOLAR, BATTERY = "Interest__c LIKE '%solar%'", "Interest__c LIKE '%battery%'"
# heading, question, kind, answers, asked when, field, needed
QUESTIONS = (
    ("Site", "Do they own the building?", "yes_no", (), "", "", True),
    ("Site", "How much power a year, in MWh?", "number", (), "Property__c = 'Business'",
     "Yearly_Use__c", False),
    ("Solar", "What roof is it?", "choice", ("Flat", "Pitched", "Ground"), SOLAR, "", False),
    ("Solar", "How old is the roof, in years?", "number", (), SOLAR, "", False),
    ("Battery", "What should run when the power fails?", "text",
     ("Cooling", "Servers", "The whole site", "Nothing special"), BATTERY, "", False),
    ("Battery", "When does their contract end?", "date", (), BATTERY, "", False),
)  # fmt: skip
SAID = {
    "Do they own the building?": ("Yes", "Yes", "Yes", "No"),
    "What roof is it?": ("Flat", "Pitched", "Ground"),
    "How old is the roof, in years?": ("2", "8", "15", "30"),
    "What should run when the power fails?": (
        "Cooling", "Servers", "The whole site", "The milking robots, above all",
    ),
    "When does their contract end?": ("2026-12-31", "2027-03-31", "2027-06-30"),
    "Is there a budget?": ("Approved", "Planned", "Planned", "Not yet"),
    "Who decides?": ("Decides alone", "Decides with others", "Recommends"),
    "What do they need, and why now?": NEEDS,
    "When do they want it?": ("This quarter", "This year", "Later"),
}  # fmt: skip


def prepare(people: "People") -> None:
    """The questions of the call sheet, and a path that brings leads back."""
    Question.objects.filter(attribute="need").update(choices=list(NEEDS))
    for place, (topic, text, kind, choices, criteria, field, needed) in enumerate(QUESTIONS):
        Question.objects.create(
            topic=topic, text=text, kind=kind, choices=list(choices), criteria=criteria,
            attribute=field, is_required=needed, sort_order=10 + place,
        )  # fmt: skip
    LeadStatus.objects.filter(name="Nurturing").update(
        recycle_after_days=90, recycle_to="Open - Not Contacted", recycle_owner=people.newcomers,
        moves_when={"reply": "Working - Contacted"},
    )  # fmt: skip
    LeadStatus.objects.filter(name="Open - Not Contacted").update(
        allowed_next=["Working - Contacted", "Nurturing", "Qualified", "Closed - Not Converted"]
    )
    LeadStatus.objects.filter(name="Qualified").update(
        allowed_next=["Working - Contacted", "Nurturing", "Closed - Not Converted"]
    )


def ask(
    random: Random, lead: Lead, *, by: "User", now: datetime, share: float, also: dict[str, str]
) -> None:
    """Somebody goes through the call sheet: this share of it is answered, and what is certain
    (`also`: field → answer) in any case."""
    for asked in discovery.sheet(lead):
        question = asked.question
        said = also.get(question.attribute, "")
        if not said and not asked.value and random.random() < share:
            said = random.choice(SAID.get(question.text, ("",)))
        if said:
            answering.answer(lead, question, said, by=by, at=now)
