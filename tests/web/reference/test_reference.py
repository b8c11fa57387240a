"""The API's reference: what is there, and trying it with one's own rights."""

from types import SimpleNamespace

from django.test import Client
from oauth2_provider.models import AccessToken

from headwater.records.models import Lead

PAGE = "/setup/api-reference"


def _browser(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_it_tells_each_call_with_an_example(cast: SimpleNamespace) -> None:
    page = _browser(cast.ada).get(PAGE, {"of": "Lead"}).content.decode()
    assert "/services/data/v66.0/sobjects/Lead/{id}" in page
    assert "curl -X PATCH" in page
    assert "AnnualRevenue" in page
    reader = _browser(cast.rhea).get(PAGE, {"of": "Lead"}).content.decode()
    assert "curl -X PATCH" not in reader


def test_a_call_is_tried_with_ones_own_rights(cast: SimpleNamespace) -> None:
    Lead.objects.create(last_name="<b>Hopper</b>", company="Navy", owner=cast.ada)
    said = {"call": "query", "q": "SELECT LastName FROM Lead"}
    answer = _browser(cast.ada).post(f"{PAGE}/answer", said)
    assert "&lt;b&gt;Hopper&lt;/b&gt;" in answer.content.decode()
    assert not AccessToken.objects.exists()
    told = _browser(cast.ada).post(f"{PAGE}/answer", said | {"q": "SELECT"}).content.decode()
    assert "MALFORMED_QUERY" in told
    assert _browser(cast.ada).post(f"{PAGE}/answer", {"call": "createLead"}).status_code == 404


def test_strangers_see_nothing(cast: SimpleNamespace) -> None:
    assert Client().get(PAGE).status_code in {302, 303}
