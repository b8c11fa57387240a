"""A mailbox that signs in by OAuth: allowed by a person, then by itself, against a real Dovecot."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from headwater.capture.mail import oauth, sealing
from headwater.capture.mail.imap import Trouble, try_out
from headwater.capture.mail.oauth import Provider
from headwater.capture.mail.polling import poll
from headwater.capture.models import Mailbox
from headwater.records.models import Submission, TrailEntry
from tests.capture.mail.conftest import Write
from tests.capture.mail.dovecot import Dovecot
from tests.capture.mail.token_server import SECRET, TokenServer

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
Make = Callable[..., Mailbox]


@pytest.fixture(scope="module")
def token_server(imap_server: Dovecot) -> Iterator[TokenServer]:
    """One for all, as for Dovecot, which rests for a while when it finds nobody there."""
    server = TokenServer(imap_server.introspection_port)
    yield server
    server.stop()


@pytest.fixture
def tokens(
    dovecot: Dovecot, token_server: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> TokenServer:
    """Both providers stand on this machine."""
    server = token_server
    server.begin(dovecot.user)
    for name, kept in list(oauth.PROVIDERS.items()):
        here = Provider(
            kept.name, kept.ask, f"{server.address}/{{tenant}}/token", kept.scope, kept.more
        )
        monkeypatch.setitem(oauth.PROVIDERS, name, here)
    return server


@pytest.fixture
def make(dovecot: Dovecot, tokens: TokenServer, cast: SimpleNamespace) -> Make:
    """A mailbox that was connected some time ago."""

    def make(**values: object) -> Mailbox:
        usual = {
            "address": "sales@juniper.example", "host": "127.0.0.1", "port": dovecot.port,
            "security": "none", "username": dovecot.user, "sign_in": "google",
            "oauth_client": "app-1", "oauth_secret_sealed": sealing.seal(SECRET),
            "refresh_sealed": sealing.seal("refresh-0"), "takes_old": True,
        }  # fmt: skip
        box: Mailbox = Mailbox.objects.create(**(usual | values))
        return box

    return make


def test_mail_comes_in_with_a_token_that_is_fetched_when_it_ends(
    make: Make, dovecot: Dovecot, tokens: TokenServer, write: Write
) -> None:
    dovecot.deliver(write())
    box = make()
    assert poll(box) == 1
    assert poll(box) == 0
    assert [said["grant_type"] for said in tokens.asked] == ["refresh_token"], "asked once only"
    assert Submission.objects.count() == 1

    Mailbox.objects.update(access_until="2026-01-01T00:00Z")
    tokens.rotates = True
    box.refresh_from_db()
    poll(box)
    box.refresh_from_db()
    assert (len(tokens.asked), box.problem) == (2, "")
    assert sealing.unseal(box.refresh_sealed) == tokens.refresh == "refresh-2"
    assert "refresh-" not in box.refresh_sealed and "access-" not in box.access_sealed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"refresh_sealed": ""}, "Google has not been asked yet. Press Connect"),
        ({"refresh_sealed": "revoked"}, "Google refused: The permission has ended or was taken"),
        ({"oauth_secret_sealed": ""}, "Google refused: The client ID or its secret is wrong"),
        ({"refresh_sealed": "garbage!"}, "SECRET_KEY has changed"),
        ({"username": "somebody-else"}, "refused somebody-else, though it was allowed"),
    ],
)
def test_what_is_wrong_is_said_plainly(make: Make, changes: dict[str, str], words: str) -> None:
    if changes.get("refresh_sealed") == "revoked":
        changes = {"refresh_sealed": sealing.seal("refresh-of-last-year")}
    box = make(**changes)
    with pytest.raises(Trouble) as trouble:
        try_out(box)
    assert words in str(trouble.value)
    assert "refresh-" not in str(trouble.value) and SECRET not in str(trouble.value)
    assert poll(box) == 0
    box.refresh_from_db()
    assert words in box.problem


def test_a_provider_that_is_away_or_talks_nonsense(make: Make, tokens: TokenServer) -> None:
    box = make(sign_in="microsoft", oauth_tenant="juniper.example")
    tokens.breaks = True
    with pytest.raises(Trouble, match=r"Microsoft cannot be reached at 127\.0\.0\.1"):
        try_out(box)
    tokens.breaks = False
    assert try_out(box).count == 0


def test_an_admin_connects_it(
    make: Make, client: Client, tokens: TokenServer, cast: SimpleNamespace
) -> None:
    box = make(refresh_sealed="")
    client.force_login(cast.ada)
    assert "Connect<" in client.get("/setup/mailboxes").content.decode()
    there = client.get(f"/setup/mailboxes/{box.pk}/connect")
    asked = {name: texts[0] for name, texts in parse_qs(urlsplit(there["Location"]).query).items()}
    assert there["Location"].startswith("https://accounts.google.com/o/oauth2/v2/auth?")
    assert (asked["client_id"], asked["scope"]) == ("app-1", "https://mail.google.com/")
    assert (asked["access_type"], asked["code_challenge_method"]) == ("offline", "S256")
    assert asked["redirect_uri"] == "http://testserver/setup/mailboxes/allowed"

    forged = client.get("/setup/mailboxes/allowed", {"code": "code-7", "state": "x"}, follow=True)
    assert "not begun here" in forged.content.decode()
    there = client.get(f"/setup/mailboxes/{box.pk}/connect")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    given = {"code": "code-7", "state": state}
    page = client.get("/setup/mailboxes/allowed", given, follow=True).content.decode()
    assert "is connected: 0 messages in INBOX" in page
    box.refresh_from_db()
    assert sealing.unseal(box.refresh_sealed) == tokens.refresh
    assert TrailEntry.objects.filter(event="mailbox.connected").count() == 1
    again = client.get("/setup/mailboxes/allowed", given, follow=True).content.decode()
    assert "was done already" in again


def test_a_person_who_refuses_is_heard(make: Make, client: Client, cast: SimpleNamespace) -> None:
    box = make(refresh_sealed="")
    client.force_login(cast.ada)
    there = client.get(f"/setup/mailboxes/{box.pk}/connect")
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]
    given = {"error": "access_denied", "state": state}
    page = client.get("/setup/mailboxes/allowed", given, follow=True).content.decode()
    assert "Google refused: It was not allowed there." in page
    client.force_login(cast.mia)
    assert client.get(f"/setup/mailboxes/{box.pk}/connect").status_code == 403


def test_another_server_or_user_asks_for_leave_again(
    make: Make, client: Client, dovecot: Dovecot, cast: SimpleNamespace
) -> None:
    box = make()
    client.force_login(cast.ada)
    said = {
        "address": box.address, "way": "imap", "host": "127.0.0.1", "port": dovecot.port,
        "security": "none", "username": dovecot.user, "sign_in": "google",
        "oauth_client": "app-1", "folder": "INBOX", "afterwards": "seen", "is_active": "on",
    }  # fmt: skip
    client.post(f"/setup/mailboxes/{box.pk}", said)
    box.refresh_from_db()
    assert box.refresh_sealed and box.oauth_secret_sealed
    wrong = client.post(f"/setup/mailboxes/{box.pk}", said | {"host": "imap.example.com"})
    assert (wrong.status_code, b"only over TLS" in wrong.content) == (422, True)
    client.post(f"/setup/mailboxes/{box.pk}", said | {"username": "somebody-else"})
    box.refresh_from_db()
    assert (box.refresh_sealed, box.access_sealed) == ("", "")
