"""The team and the rules that leads are routed by here."""

from headwater.people.models import Team, User
from headwater.route import rules
from headwater.route.models import AssignmentRule

WEIGHTS = (7, 5, 4, 3, 2, 1, 1)
# Nothing of these is true of the leads that come, so all are asked.
NEVER = (
    "City = 'Nowhere {n}'", "State = 'None {n}' AND NumberOfEmployees >= {n}",
    "LeadSource IN ('Fair {n}', 'List {n}')", "Company LIKE 'Never {n}%'",
    "AnnualRevenue > 9000000{n} OR Rating = 'R{n}'", "NOT (LastName != null) AND Title = 't{n}'",
)  # fmt: skip


def seven() -> list[User]:
    """Seven members with weights from 1 to 7."""
    team = Team.objects.create(name="Seven")
    return [
        User.objects.create_user(
            f"seven{place}@bench.example", last_name=f"Seven {place}", team=team, turn_weight=weight
        )
        for place, weight in enumerate(WEIGHTS)
    ]


def publish(count: int) -> None:
    """So many rules, of which the last one gives every lead to the team."""
    made = [
        AssignmentRule(name=f"Rule {n}", criteria=NEVER[n % len(NEVER)].format(n=n), owner_id=admin)
        for admin in User.objects.filter(role="admin").values_list("pk", flat=True)[:1]
        for n in range(count - 1)
    ]
    last = AssignmentRule(name="Everybody", team=Team.objects.get(name="Seven"))
    rules.publish([*made, last], by=None)
