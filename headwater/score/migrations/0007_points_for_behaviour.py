"""The points to begin with tell of behaviour, too, so that the grid has two sides.

Only who has never changed the rules gets them: where no lead is there yet, in the first version;
elsewhere as the second one, by which a job then scores the leads.
"""

import uuid
from importlib import import_module

from django.db import migrations
from django.utils import timezone

NOTE = "The points to begin with."
STUDENTS = ("Studies, or applies for work", "Title LIKE '%student%' OR Title LIKE '%applicant%'", -15)
# Name, kind, what it contains, points, at most, half-life in days.
DONE = [
    ("Looked at a page", "page_view", "", 1, 8, 30),
    ("Looked at a key page", "key_page", "", 8, 24, 30),
    ("Began a form", "form_start", "", 2, 4, 30),
    ("Sent a form", "form_post", "", 15, 30, 60),
    ("Opened our mail", "email_open", "", 1, 3, 30),
    ("Followed a link in our mail", "email_click", "", 6, 18, 30),
    ("Answered our mail", "email_reply", "", 15, 30, 60),
    ("Met us", "meeting", "", 20, 40, 90),
    ("Responded to a campaign", "campaign_response", "", 8, 24, 60),
    ("Looks for work: jobs", "page_view", "/jobs", -20, 20, 90),
    ("Looks for work: career", "page_view", "/career", -20, 20, 90),
]

WAIT = """
INSERT INTO score_unscored (lead_id)
SELECT id FROM records_lead WHERE NOT is_deleted AND NOT is_converted ORDER BY id
"""


def add(apps, schema_editor):
    sets = apps.get_model("score", "ScoreRuleSet")
    only = sets.objects.filter(version=1, is_published=True, note=NOTE).first()
    if only is None or sets.objects.count() > 1 or not is_as_it_came(apps, only):
        return
    lead = apps.get_model("records", "Lead")
    if lead.objects.exists():
        only = succeed(apps, only)
        publish(apps, schema_editor, only)
    rule = apps.get_model("score", "ScoreRule")
    rule.objects.create(
        rule_set=only, order=10, name=STUDENTS[0], criteria=STUDENTS[1], points=STUDENTS[2]
    )
    for order, (name, event, what, points, most, half_life) in enumerate(DONE, 11):
        rule.objects.create(
            key=uuid.uuid4(), rule_set=only, order=order, name=name, side="engagement", event=event,
            what=what, points=points, most_points=most, half_life_days=half_life,
        )


def is_as_it_came(apps, version):
    first = import_module("headwater.score.migrations.0002_first_version").RULES
    told = ("name", "criteria", "points", "side", "event", "is_active", "most_points", "half_life_days")
    came = [(*rule, "fit", "", True, None, None) for rule in first]
    fields = ("hot_threshold", "return_points", "most_return_points", "grade_floors",
              "engagement_floors", "qualifying_levels")
    usual = [50, 10, 30, [50, 35, 20, 10, 0], [40, 20, 5], [3, 2, 1, 0, 0, 0]]
    return (
        list(version.rules.order_by("order").values_list(*told)) == came
        and [getattr(version, name) for name in fields] == usual
    )


def succeed(apps, first):
    """The second version, with all rules of the first."""
    sets, rules = apps.get_model("score", "ScoreRuleSet"), list(first.rules.order_by("order"))
    sets.objects.filter(pk=first.pk).update(is_published=False)
    second = sets.objects.create(
        version=2, is_published=True, published_at=timezone.now(),
        note="The points to begin with, now for behaviour, too.",
    )
    for rule in rules:
        rule.pk, rule.rule_set = None, second
        rule.save(force_insert=True)
    return second


def publish(apps, schema_editor, version):
    """It is told, and every lead that may still be scored waits for the job of the next minute."""
    apps.get_model("records", "TrailEntry").objects.create(
        event="score_rules.published", object_name="ScoreRuleSet", record_id=version.pk,
        because={"version": version.version, "note": version.note},
    )
    schema_editor.execute(WAIT)


class Migration(migrations.Migration):
    dependencies = [
        ("score", "0006_behaviour_is_noted"),
        ("records", "0029_engagement"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
