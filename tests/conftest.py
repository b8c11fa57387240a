"""The cast of every test: a manager, reps, and an outsider who must see nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings

from headwater.match import keys
from headwater.people.models import Organization, Queue, QueueMember, Team, User
from headwater.people.user import Role
from headwater.records.models import Account, Campaign, CampaignMemberStatus, Contact, Lead

pytest_plugins = ["tests.postgres", "tests.sharing", "tests.tables"]

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Argon2 is slow by design, and the cast has eight passwords."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def calls_uncounted() -> Iterator[None]:
    """Calls of the API are written down by the clock; counted queries must not depend on it."""
    with override_settings(API_COUNT_SECONDS=float("inf")):
        yield


@pytest.fixture(autouse=True, scope="session")
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the doors write down for bad days is not that of the checkout."""
    with override_settings(STATE=tmp_path_factory.mktemp("state")):
        yield


@pytest.fixture(autouse=True)
def fresh_definitions() -> None:
    """What is remembered for a moment; a test must not see that of the one before."""
    from headwater.capture import form_views, forms_at_hand, reaching
    from headwater.catalog import custom
    from headwater.tracking import counting, flood

    counting.forget()
    flood.forget()
    custom.forget()
    form_views.forget()
    forms_at_hand.forget()
    reaching.forget()


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """Ada administers, Mia does marketing, Ines leads Mara and Owen; Otto is the outsider.

    Otto is a rep of another team with another manager (Petra). The queue "North" has Mara and
    Owen as members.
    """
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    ada = _user("ada", "Admin", Role.ADMIN)
    mia = _user("mia", "Market", Role.MARKETING)
    rhea = _user("rhea", "Reader", Role.READ_ONLY)
    ines = _user("ines", "Roy", Role.MANAGER, team=north)
    mara = _user("mara", "Lind", Role.REP, team=north, manager=ines)
    owen = _user("owen", "Park", Role.REP, team=north, manager=ines)
    petra = _user("petra", "South", Role.MANAGER, team=south)
    otto = _user("otto", "Outside", Role.REP, team=south, manager=petra)
    queue = Queue.objects.create(kind="Group", name="North queue")
    for member in (mara, owen):
        QueueMember.objects.create(queue=queue, user=member)
    return SimpleNamespace(
        ada=ada, mia=mia, rhea=rhea, ines=ines, mara=mara, owen=owen, petra=petra, otto=otto,
        north=north, south=south, queue=queue, organization=Organization.current(),
    )  # fmt: skip


@pytest.fixture
def make_lead(cast: SimpleNamespace) -> Callable[..., Lead]:
    """A lead straight into the table, for tests that are not about the journey."""

    def make(**values: Any) -> Lead:
        values = {
            "last_name": "Okafor",
            "company": "Harbor Cold Storage",
            "owner": cast.mara,
        } | values
        return Lead.objects.create(**values)

    return make


@pytest.fixture
def campaign(cast: SimpleNamespace) -> Campaign:
    """An active campaign with Salesforce's two member statuses."""
    campaign = Campaign.objects.create(name="Cold stores, spring", owner=cast.mia, is_active=True)
    for place, (label, responded) in enumerate((("Sent", False), ("Responded", True))):
        CampaignMemberStatus.objects.create(
            campaign=campaign, label=label, sort_order=place, has_responded=responded,
            is_default=place == 0,
        )  # fmt: skip
    return campaign


@pytest.fixture
def mode(cast: SimpleNamespace) -> Callable[..., Organization]:
    """Set how the organisation wants it; returns it."""

    def choose(lead_mode: str, **values: object) -> Organization:
        row = Organization.current()
        for name, value in {"lead_mode": lead_mode, **values}.items():
            setattr(row, name, value)
        row.save()
        return row

    return choose


@pytest.fixture
def harbor(cast: SimpleNamespace) -> SimpleNamespace:
    """The account of Harbor Cold Storage and Tom, its contact, both Mara's."""
    account = Account.objects.create(
        name="Harbor Cold Storage", website="https://harborcold.com", owner=cast.mara
    )
    tom = Contact.objects.create(
        first_name="Tom", last_name="Okafor", email="tom@harborcold.com", account=account,
        owner=cast.mara,
    )  # fmt: skip
    keys.refresh("Account", [account])
    keys.refresh("Contact", [tom])
    return SimpleNamespace(account=account, tom=tom)


@pytest.fixture
def noon() -> datetime:
    """A Wednesday at noon, UTC, inside office hours."""
    return datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


def _user(first: str, last: str, role: Role, **fields: Any) -> User:
    return User.objects.create_user(
        f"{first}@juniper.example", PASSWORD, first_name=first.title(), last_name=last, role=role,
        **fields,
    )  # fmt: skip
