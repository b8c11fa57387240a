"""What came after a merge goes to whose it is; what does not say is asked; a no holds for all."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.merge.act import merges_of
from headwater.merge.foresee import Unanswered, foresee
from headwater.merge.merge import merge
from headwater.merge.unmerge import unmerge
from headwater.qualify.models import LoggedCall
from headwater.records import consenting, writing
from headwater.records.models import (
    Account,
    Clock,
    Contact,
    EmailMessage,
    Lead,
    Opportunity,
    OpportunityContactRole,
    Submission,
    Task,
)
from headwater.records.problem import Refused
from headwater.records.tombstone import survivor

pytestmark = pytest.mark.django_db


def mail(**values: Any) -> EmailMessage:
    number = EmailMessage.objects.count()
    return EmailMessage.objects.create(key=f"later-{number}", is_incoming=True, **values)


def test_what_says_whose_it_is_goes_there(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    answer = mail(lead=tom, in_reply_to="<thomas@ours>", from_address="somebody@else.example",
                  message_id="<answer@them>")  # fmt: skip
    again = mail(lead=tom, references="<answer@them>", from_address="x@else.example")
    own = mail(lead=tom, from_address="Tom <tom@harbor.example.com>")
    his = mail(lead=tom, from_address="Thomas <T.Okafor@harbor.example.com>")
    asked = Submission.objects.create(
        door="form", payload={"phone": ["+1 555 0199"], "note": ["hello"]}, lead=tom
    )
    mine = Submission.objects.create(
        door="json", payload={"contact": {"mail": "tom@harbor.example.com"}}, lead=tom
    )
    found = foresee(done, by=cast.ines)
    assert found.questions == []
    assert found.goes_back["e-mails"] == 1 + 3
    assert found.goes_back["inquiries"] == 1 + 1
    assert (found.goes_back["campaigns"], found.goes_back["consents"]) == (1, 1)
    unmerge(done, by=cast.ines)
    for each in (answer, again, own, his, asked, mine):
        each.refresh_from_db()
    assert [answer.lead, again.lead, his.lead, asked.lead] == [thomas] * 4
    assert [own.lead, mine.lead] == [tom] * 2


def test_what_does_not_say_is_asked(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    task = Task.objects.create(lead=tom, owner=cast.mara, subject="Send a quote")
    note = tom.notes.create(body="Likes blue.")
    call = Task.objects.create(lead=tom, owner=cast.mara, subject="Called")
    logged = LoggedCall.objects.create(
        lead=tom, outcome="call_again", at=task.created_at, by=cast.mara, task=call
    )
    with pytest.raises(Unanswered) as unanswered:
        unmerge(done, by=cast.ines)
    questions = {question.key: question for question in unanswered.value.questions}
    # The task of a logged call goes where the call goes: three questions, not four.
    assert set(questions) == {
        f"records.Task.lead:{task.pk}", f"records.Note.lead:{note.pk}",
        f"qualify.LoggedCall.lead:{logged.pk}",
    }  # fmt: skip
    asked = questions[f"records.Task.lead:{task.pk}"]
    assert asked.words.startswith("Task “Send a quote”, ")
    assert asked.options == (
        (str(tom.pk), "Tom Okafor (tom@harbor.example.com)"),
        (str(thomas.pk), "THOMAS Okafor (t.okafor@harbor.example.com)"),
    )
    assert asked.proposed == str(tom.pk)
    answers = {asked.key: thomas.pk, f"qualify.LoggedCall.lead:{logged.pk}": str(thomas.pk)}
    with pytest.raises(Refused, match="one of the records"):
        unmerge(done, by=cast.ines, answers={asked.key: 0})
    unmerge(done, by=cast.ines, answers=answers)
    for each in (task, note, call, logged):
        each.refresh_from_db()
    assert [task.lead, call.lead, logged.lead] == [thomas] * 3
    assert note.lead == tom


def test_what_people_changed_since_stays_and_is_told(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    moved = Task.objects.filter(lead=tom).order_by("-pk")[0]
    Task.objects.filter(pk=moved.pk).update(lead=None)
    writing.change([tom], {"title": "Director", "city": "Paris"}, by=cast.mara)
    found = foresee(done, by=cast.ines)
    assert found.stays == [
        "Tom Okafor: Title changed since, and stays so.",
        "1 of the tasks and calls hang elsewhere by now, or are gone.",
    ]
    assert any("stays with Tom Okafor" in words for words in found.unknown)
    unmerge(done, by=cast.ines)
    tom.refresh_from_db()
    thomas.refresh_from_db()
    assert (tom.title, tom.city, tom.mobile_phone) == ("Director", "Paris", "")
    assert thomas.title == "Operations manager"
    moved.refresh_from_db()
    assert moved.lead is None
    assert any("Title changed since" in words for words in merges_of(tom)[0].left)


def test_an_opt_out_since_holds_for_everybody(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    tom.refresh_from_db()
    consenting.say(tom, "email", is_given=False, source="link")
    unmerge(done, by=cast.ines)
    for lead in (tom, thomas):
        lead.refresh_from_db()
        assert lead.has_opted_out_of_email
        row = lead.consents.get(channel="email")
        assert (row.state, row.record_id) == ("withdrawn", lead.pk)
    # What Thomas alone had said before is his alone again.
    assert (tom.do_not_call, thomas.do_not_call) == (False, True)
    assert [row.state for row in tom.consents.filter(channel="message")] == ["given"]


def test_a_no_that_both_said_stays_with_both(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    tom.refresh_from_db()
    consenting.say(tom, "phone", is_given=False, source="link")  # Thomas had said so before
    unmerge(done, by=cast.ines)
    tom.refresh_from_db()
    assert tom.do_not_call


def test_what_an_inquiry_started_goes_with_it(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, noon: datetime
) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    tom.clocks.running().stop(at=noon, because="touched")
    Submission.objects.create(
        door="form", payload={"email": "t.okafor@harbor.example.com"}, lead=tom, received_at=noon
    )
    clock = Clock.objects.create(
        lead=tom, policy="Again", minutes=5, started_at=noon, due_at=noon, owner=cast.mara
    )
    unmerge(done, by=cast.ines)
    clock.refresh_from_db()
    # Thomas's own promise runs on: the new one has no room there, and is not lost.
    assert clock.lead == tom
    assert thomas.clocks.running().get().policy == "Thomas"


def test_merges_are_taken_apart_from_the_last_to_the_first(
    tom: Lead, thomas: Lead, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    first = merge(tom, [thomas], by=cast.ines)
    third = make_lead(first_name="T.")
    second = merge(third, [tom], by=cast.ines)
    assert survivor("Lead", thomas.pk) == third.pk
    assert third.tasks.count() == 4
    assert foresee(first, by=cast.ines).first == [second]
    with pytest.raises(
        Refused, match=r"rests on this one\. Undo that merge first: into T\. Okafor, on "
    ):
        unmerge(first, by=cast.ines)
    unmerge(second, by=cast.ines)
    assert survivor("Lead", thomas.pk) == tom.pk
    assert foresee(first, by=cast.ines).first == []
    unmerge(first, by=cast.ines)
    assert survivor("Lead", thomas.pk) == thomas.pk


def test_who_may_not_merge_may_not_unmerge(tom: Lead, thomas: Lead, cast: SimpleNamespace) -> None:
    done = merge(tom, [thomas], by=cast.ines)
    for user in (cast.otto, cast.rhea, cast.mara):
        with pytest.raises(Refused, match="yours"):
            unmerge(done, by=user)
        with pytest.raises(Refused, match="yours"):
            foresee(done, by=user)
    done.refresh_from_db()
    assert not done.is_undone


def test_a_tombstone_comes_back_by_unmerging_only(
    tom: Lead, thomas: Lead, cast: SimpleNamespace
) -> None:
    merge(tom, [thomas], by=cast.ines)
    thomas.refresh_from_db()
    with pytest.raises(Refused, match="Undo the merge instead"):
        writing.restore([thomas], by=cast.ines)


def test_two_contacts_of_one_person_keep_their_parts_in_deals(cast: SimpleNamespace) -> None:
    account = Account.objects.create(name="Harbor", owner=cast.mara)
    ada, also = (
        Contact.objects.create(first_name=name, last_name="Lovelace", owner=cast.mara,
                               account=account)
        for name in ("Ada", "A.")
    )  # fmt: skip
    boss = Contact.objects.create(last_name="Boss", owner=cast.mara, reports_to=also)
    also.reports_to = ada
    also.save()
    deal = Opportunity.objects.create(name="Roof", stage_name="x", owner=cast.mara)
    OpportunityContactRole.objects.create(opportunity=deal, contact=also, is_primary=True,
                                          role="Decider")  # fmt: skip
    OpportunityContactRole.objects.create(opportunity=deal, contact=ada)
    done = merge(ada, [also], by=cast.mara)
    part = deal.contact_roles.get()
    assert (part.contact, part.is_primary, part.role) == (ada, True, "Decider")
    boss.refresh_from_db()
    ada.refresh_from_db()
    assert (boss.reports_to, ada.reports_to) == (ada, None)
    late = OpportunityContactRole.objects.create(
        opportunity=Opportunity.objects.create(name="Late", stage_name="x", owner=cast.mara),
        contact=ada,
    )
    key = f"records.OpportunityContactRole.contact:{late.pk}"
    unmerge(done, by=cast.mara, answers={key: also.pk})
    late.refresh_from_db()
    assert late.contact == also
    assert deal.contact_roles.get(is_primary=True).contact == also
    boss.refresh_from_db()
    assert boss.reports_to == also


def test_accounts_merge_without_a_circle(cast: SimpleNamespace) -> None:
    def account(name: str, **values: Any) -> Any:
        return Account.objects.create(name=name, owner=cast.mara, **values)

    top = account("Top")
    north = account("Harbor North", parent=top, website="harbor.example.com")
    middle = account("Middle", parent=north)
    south = account("Harbor South", parent=middle, website="south.example.com")
    merge(south, [north], by=cast.mara)
    south.refresh_from_db()
    middle.refresh_from_db()
    assert (south.parent, middle.parent) == (top, south)
    done = merges_of(north)[0]
    guest = Contact.objects.create(
        last_name="G", email="g@harbor.example.com", account=south, owner=cast.mara
    )
    deal = Opportunity.objects.create(name="D", stage_name="x", account=south, owner=cast.mara)
    OpportunityContactRole.objects.create(opportunity=deal, contact=guest)
    task = Task.objects.create(owner=cast.mara, account=south, opportunity=deal)
    unmerge(done, by=cast.mara)
    for each in (guest, deal, task, south, middle):
        each.refresh_from_db()
    # By the domain of the contact's address; the deal by its contact, the task by its deal.
    assert [guest.account, deal.account, task.account] == [north] * 3
    assert (south.parent, middle.parent) == (middle, north)


def test_a_person_and_a_company_do_not_become_one(cast: SimpleNamespace) -> None:
    company = Account.objects.create(name="Harbor", owner=cast.mara)
    person = Account.objects.create(name="Ada", owner=cast.mara, is_person_account=True)
    with pytest.raises(Refused, match="person and a company"):
        merge(company, [person], by=cast.mara)
    with pytest.raises(Refused, match="each apart"):
        merge(company, [Lead.objects.create(last_name="L", owner=cast.mara)], by=cast.mara)
