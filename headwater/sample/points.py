"""By what Juniper Solar scores its leads, and from where on they are qualified."""

from headwater.records.engagement import Kind
from headwater.score.models import ScoreRule

FIT = (
    ("Asked for both, solar and battery", "Interest__c = 'Solar and battery'", 15),
    ("Uses over 400 MWh a year", "Yearly_Use__c >= 400", 20),
    ("A business", "Property__c = 'Business'", 10),
    ("50 people and more", "NumberOfEmployees >= 50", 15),
    ("Came by referral", "LeadSource = 'Partner Referral'", 20),
    ("Left a phone number", "Phone != null", 10),
    ("From a bought list", "LeadSource = 'Purchased List'", -15),
)
# Name, kind, what it contains, points, at most, half-life in days.
DONE = (
    ("Sent a form", Kind.FORM_POST, "", 10, 30, 90),
    ("Looked at prices", Kind.KEY_PAGE, "", 8, 24, 30),
    ("Followed our links", Kind.EMAIL_CLICK, "", 5, 15, 30),
    ("Answered us", Kind.EMAIL_REPLY, "", 15, 30, 60),
    ("Met us", Kind.MEETING, "", 20, 40, 90),
    ("Looks for work", Kind.PAGE_VIEW, "/jobs", -20, 20, 90),
)
GRID = {
    "grade_floors": [55, 40, 25, 10, 0], "engagement_floors": [40, 20, 8],
    "qualifying_levels": [4, 3, 2, 1, 0, 0],
}  # fmt: skip


def fit_and_engagement() -> list[ScoreRule]:
    """The rules that Juniper Solar agreed on; GRID says which leads are qualified."""
    fit = [ScoreRule(name=name, criteria=rule, points=number) for name, rule, number in FIT]
    wrote = ScoreRule(
        name="Wrote what they want", criteria="Description != null", points=10, side="engagement"
    )
    done = [
        ScoreRule(name=name, event=kind.value, what=what, points=number, most_points=most,
                  half_life_days=half, side="engagement", is_per_interest=kind == Kind.KEY_PAGE)
        for name, kind, what, number, most, half in DONE
    ]  # fmt: skip
    return [*fit, wrote, *done]
