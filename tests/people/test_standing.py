"""What is kept in memory is never older than the last change, committed or rolled back."""

import threading

import pytest
from django.db import connection, transaction

from headwater.people.models import Organization, User
from headwater.people.organization import organization
from headwater.people.standing import kept, moment
from headwater.people.user import users


def test_it_is_read_once_until_something_changes(db: None) -> None:
    reads: list[int] = []

    @kept
    def count() -> int:
        reads.append(1)
        return len(reads)

    assert [count(), count()] == [1, 1]
    Organization.objects.update(name="Juniper Solar")
    assert count() == 2


def test_a_change_counts_at_once(db: None) -> None:
    before = organization().name
    Organization.objects.update(name=f"{before} and Daughters")
    assert organization().name == f"{before} and Daughters"


def test_a_moment_asks_for_the_stamp_once(db: None, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    users(), organization()
    with django_assert_num_queries(1), moment(), moment():
        users(), organization(), users()
    with django_assert_num_queries(2):
        users(), organization()


def test_what_was_rolled_back_is_forgotten(db: None) -> None:
    before = organization().name
    with transaction.atomic():
        Organization.objects.update(name="Never")
        assert organization().name == "Never"
        transaction.set_rollback(True)
    Organization.objects.update(name="Another")
    assert organization().name == "Another" != before


def test_signing_in_changes_nothing_that_is_kept(db: None) -> None:
    user = User.objects.create_user("mara@juniper.example", last_name="Lind")
    first = users()
    user.save(update_fields=["last_login"])
    assert users() is first
    user.save(update_fields=["is_taking_leads"])
    assert users() is not first


@pytest.mark.django_db(transaction=True)
def test_other_threads_hear_of_it_with_the_commit() -> None:
    heard: list[str] = []

    def listen() -> None:
        heard.append(organization().name)
        connection.close()

    with transaction.atomic():
        Organization.objects.update(name="Changed")
        assert organization().name == "Changed"
        reader = threading.Thread(target=listen)
        reader.start()
        reader.join()
    assert heard == [Organization._meta.get_field("name").default]
    listen()
    assert heard[-1] == "Changed"
