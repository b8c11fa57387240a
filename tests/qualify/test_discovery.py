"""The call sheet: what is asked, what is answered, and who learns of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.people.user import users
from headwater.qualify import answering, call_notes, discovery
from headwater.qualify.calls import log_call
from headwater.records import trail
from headwater.records.models import Answer, Lead, Question
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]
DAY = timedelta(days=1)


@pytest.fixture
def budget(db: None) -> Question:
    return Question.objects.get(attribute="budget")


@pytest.fixture
def roof(db: None) -> Question:
    """Asked of shipping companies only, and needed for a conversion."""
    return Question.objects.create(
        text="How old is the roof?", topic="Solar", kind="number", is_required=True,
        criteria="Industry = 'Shipping'", sort_order=9,
    )  # fmt: skip


def test_a_talk_is_kept_as_it_goes_and_told_once(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, budget: Question, roof: Question
) -> None:
    lead = make_lead(industry="Shipping")
    asked = discovery.sheet(lead)
    assert [each.question.attribute for each in asked] == [
        "budget", "authority", "need", "timeline", "",
    ]  # fmt: skip
    assert discovery.missing(asked) == [roof]
    for typed in ("Pla", "Planned", "Planned, 40 k"):
        answering.answer(lead, budget, typed, by=cast.mara, at=noon)
    answering.answer(lead, roof, "12.50", by=cast.mara, at=noon)
    lead.refresh_from_db()
    assert lead.budget == "Planned, 40 k" and Answer.objects.count() == 2
    assert not trail.about(lead).exists()
    log_call(lead, "call_again", by=cast.mara, call_at=noon + DAY, now=noon)
    told = trail.about(lead).get(event="lead.answered")
    assert told.by == cast.mara and told.changes == {"budget": ["", "Planned, 40 k"]}
    assert told.because["answers"] == [
        ["Is there a budget?", "Planned, 40 k"], ["How old is the roof?", "12.5"],
    ]  # fmt: skip
    asked = discovery.sheet(lead)
    assert not discovery.missing(asked) and asked[-1].value == "12.5"
    assert asked[0].answer and asked[0].answer.by == cast.mara


def test_another_answer_keeps_the_earlier_one(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, roof: Question
) -> None:
    lead = make_lead(industry="Shipping")
    answering.answer(lead, roof, "12", by=cast.mara, at=noon)
    answering.tell([lead])
    answering.answer(lead, roof, "20", by=cast.owen, at=noon + timedelta(days=1))
    roof_now = discovery.sheet(lead)[-1]
    assert roof_now.value == "20" and [row.value for row in roof_now.earlier] == ["12"]
    assert [row.before for row in roof_now.rows] == ["12", ""]


def test_what_was_typed_and_taken_back_leaves_nothing(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, budget: Question
) -> None:
    lead = make_lead(budget="Approved")
    answering.answer(lead, budget, "None", by=cast.mara, at=noon)
    answering.answer(lead, budget, "Approved", by=cast.mara, at=noon)
    assert answering.tell_idle(noon) == 0
    assert answering.tell_idle(noon + answering.IDLE) == 0
    assert not Answer.objects.exists() and not trail.about(lead).exists()


def test_a_talk_that_nobody_logged_is_told_when_it_is_over(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, budget: Question
) -> None:
    leads = [make_lead(), make_lead()]
    for lead in leads:
        answering.answer(lead, budget, "Planned", by=cast.mara, at=noon)
    assert answering.tell_idle(noon + timedelta(minutes=9)) == 0
    assert answering.tell_idle(noon + timedelta(minutes=10)) == 2
    assert [trail.about(lead).count() for lead in leads] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("number", "1,240.50", "1240.5"), ("number", "lots", None), ("number", "NaN", None),
        ("date", "2026-03-01", "2026-03-01"), ("date", "soon", None),
        ("yes_no", "Yes", "Yes"), ("yes_no", "perhaps", None),
        ("choice", "Flat", "Flat"), ("choice", "Round", None),
        ("text", "  whatever\x00 ", "whatever"), ("text", "x" * 32_001, None), ("date", "", ""),
    ],
)  # fmt: skip
def test_each_kind_has_its_answers(kind: str, typed: str, kept: str | None) -> None:
    question = Question(text="?", kind=kind, choices=["Flat", "Pitched"])
    if kept is None:
        with pytest.raises(Refused):
            answering.fitted(question, typed)
    else:
        assert answering.fitted(question, typed) == kept


def test_who_may_not_change_anything_answers_nothing(
    cast: SimpleNamespace, make_lead: MakeLead, budget: Question
) -> None:
    with pytest.raises(Refused, match="not change it"):
        answering.answer(make_lead(), budget, "Planned", by=cast.rhea)
    with pytest.raises(Refused, match="converted"):
        answering.answer(make_lead(is_converted=True), budget, "Planned", by=cast.mara)
    with pytest.raises(Refused, match="255"):
        answering.answer(make_lead(), budget, "x" * 256, by=cast.mara)
    assert not Answer.objects.exists()


def test_the_sheet_costs_the_same_however_much_is_known(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, roof: Question,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    lead = make_lead(industry="Shipping")
    for number in range(12):
        answering.answer(lead, roof, str(number), by=cast.mara, at=noon)
        answering.tell([lead])
    discovery.questions()
    users()
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        discovery.sheet(lead)


def test_notes_are_kept_until_a_call_takes_them_over(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    call_notes.keep_notes(lead, "Wants a", by=cast.mara)
    call_notes.keep_notes(lead, "Wants a battery", by=cast.mara)
    call_notes.keep_notes(lead, "My own", by=cast.owen)
    assert call_notes.notes_of(lead, cast.mara) == "Wants a battery"
    note = "Wants a battery, soon"
    log_call(lead, "call_again", by=cast.mara, call_at=noon + DAY, now=noon, note=note)
    assert call_notes.notes_of(lead, cast.mara) == ""
    assert call_notes.notes_of(lead, cast.owen) == "My own"
    call_notes.keep_notes(lead, " ", by=cast.owen)
    assert call_notes.notes_of(lead, cast.owen) == ""
