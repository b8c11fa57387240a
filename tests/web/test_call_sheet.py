"""The call sheet as a page: kept while one talks, logged, and read on what the lead became."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.convert.choices import Choices
from headwater.converting import deeds
from headwater.people.models import User
from headwater.qualify import answering, call_notes
from headwater.records import trail
from headwater.records.models import Answer, Lead, Question

MakeLead = Callable[..., Lead]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lead(make_lead: MakeLead) -> Lead:
    return make_lead(first_name="Tom", industry="Shipping", phone="+1 303 555 0100")


@pytest.fixture
def roof(db: None) -> Question:
    return Question.objects.create(
        text="What roof is it?", topic="Solar", kind="choice", choices=["Flat", "Pitched"],
        is_required=True, criteria="Industry = 'Shipping'", sort_order=9,
    )  # fmt: skip


def test_a_talk_from_the_first_question_to_the_follow_up(
    mara: Client, lead: Lead, roof: Question, cast: SimpleNamespace
) -> None:
    page = mara.get(f"/leads/{lead.pk}/call-sheet").content.decode()
    for words in ("Is there a budget?", "Solar", "What roof is it?", "Before converting: Need",
                  "+1 303 555 0100"):  # fmt: skip
        assert words in page
    url = f"/leads/{lead.pk}/answers/{roof.pk}"
    answer = mara.post(url, {"choice": "Flat", "value": ""}, headers=HTMX).content.decode()
    assert f'id="ask-{roof.pk}"' in answer and 'aria-pressed="true"' in answer
    assert "Before converting: Need · Timeline<" in answer
    budget = Question.objects.get(attribute="budget")
    typed = mara.post(
        f"/leads/{lead.pk}/answers/{budget.pk}", {"value": "Around 40 k"}, headers=HTMX
    ).content.decode()
    assert f'id="told-{budget.pk}"' in typed and "<textarea" not in typed
    lead.refresh_from_db()
    assert lead.budget == "Around 40 k"
    assert mara.post(f"/leads/{lead.pk}/call-notes", {"note": "Wants a"}, headers=HTMX).content
    assert "Wants a" in mara.get(f"/leads/{lead.pk}/call-sheet").content.decode()
    mara.post(f"/leads/{lead.pk}/calls", {"note": "Wants a battery", "missed": "tomorrow"})
    lead.refresh_from_db()
    assert lead.status == "Open - Not Contacted"
    assert call_notes.notes_of(lead, cast.mara) == ""
    events = list(trail.about(lead).values_list("event", flat=True))
    assert "lead.answered" in events and "call.logged" in events
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Answered 2 questions" in page and "nobody answered" in page
    assert "What roof is it?" in page and "Flat" in page


def test_a_choice_pressed_again_is_taken_back(mara: Client, lead: Lead, roof: Question) -> None:
    url = f"/leads/{lead.pk}/answers/{roof.pk}"
    for _ in range(2):
        mara.post(url, {"choice": "Flat"}, headers=HTMX)
    assert Answer.objects.get().value == ""
    plain = mara.post(url, {"choice": "Pitched"})
    assert plain.status_code == 302 and plain["Location"].endswith("/call-sheet")


def test_what_does_not_fit_is_said_and_not_kept(mara: Client, lead: Lead, roof: Question) -> None:
    answer = mara.post(
        f"/leads/{lead.pk}/answers/{roof.pk}", {"choice": "Thatched"}, headers=HTMX
    )  # fmt: skip
    assert answer.status_code == 422 and "none of the answers" in answer.content.decode()
    assert not Answer.objects.exists()


def test_what_was_answered_is_read_on_the_contact_and_the_opportunity(
    mara: Client, lead: Lead, roof: Question, cast: SimpleNamespace
) -> None:
    answering.answer(lead, roof, "Pitched", by=cast.mara)
    call_notes.keep_notes(lead, "Ask about the crane", by=cast.mara)
    conversion = deeds.convert(lead, Choices(), by=cast.mara)
    for url in (
        f"/contacts/{conversion.contact_id}",
        f"/opportunities/{conversion.opportunity_id}",
    ):
        page = mara.get(url).content.decode()
        assert "What roof is it?" in page and "Pitched" in page and "the crane" in page
    assert mara.get(f"/leads/{lead.pk}/call-sheet")["Location"] == f"/leads/{lead.pk}"


def test_outsiders_and_readers_have_no_call_sheet(
    sign_in: Callable[[User], Client], lead: Lead, roof: Question, cast: SimpleNamespace
) -> None:
    otto, rhea = sign_in(cast.otto), sign_in(cast.rhea)
    paths = ((f"/leads/{lead.pk}/answers/{roof.pk}", {"choice": "Flat"}),
             (f"/leads/{lead.pk}/call-notes", {"note": "Mine"}))  # fmt: skip
    assert otto.get(f"/leads/{lead.pk}/call-sheet").status_code == 404
    assert rhea.get(f"/leads/{lead.pk}/call-sheet").status_code == 403
    for path, data in paths:
        assert otto.post(path, data).status_code == 404
        assert rhea.post(path, data).status_code == 403
    assert not Answer.objects.exists()
