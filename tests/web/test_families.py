"""What may belong together: put there by one click, taken back, refused for good."""

from types import SimpleNamespace

from django.test import Client

from headwater.match import keys
from headwater.records.models import Account, Contact


def undo(client: Client) -> None:
    kept = client.session["headwater.undo"]
    client.post(f"/undo/{list(kept)[-1]}")


def test_an_account_is_put_under_another_and_taken_out_again(
    mara: Client, cast: SimpleNamespace
) -> None:
    group = Account.objects.create(name="Acme Group", owner=cast.mara)
    gmbh = Account.objects.create(name="Acme GmbH", owner=cast.mara)
    page = mara.get(f"/records/Account/{gmbh.pk}/belonging").content.decode()
    assert "Acme Group" in page and "named as its group" in page
    assert "Acme GmbH" in mara.get("/accounts/families").content.decode()
    assert (
        f"/records/Account/{gmbh.pk}/belonging" in mara.get(f"/accounts/{gmbh.pk}").content.decode()
    )
    mara.post(f"/accounts/{gmbh.pk}/parent", {"parent": group.pk, "because": "it says so"})
    assert Account.objects.get(pk=gmbh.pk).parent == group
    mara.post(f"/accounts/{group.pk}/parent", {"parent": gmbh.pk})
    assert Account.objects.get(pk=group.pk).parent is None
    undo(mara)
    assert Account.objects.get(pk=gmbh.pk).parent is None
    mara.post(f"/accounts/{gmbh.pk}/parent/refusal", {"parent": group.pk})
    assert "Acme Group" not in mara.get(f"/records/Account/{gmbh.pk}/belonging").content.decode()
    undo(mara)
    assert "Acme Group" in mara.get(f"/records/Account/{gmbh.pk}/belonging").content.decode()


def test_a_household_is_made_undone_and_refused(mara: Client, cast: SimpleNamespace) -> None:
    home = {"mailing_street": "12 Maple St", "mailing_postal_code": "10115", "last_name": "Lind"}
    nora, tom = (
        Contact.objects.create(first_name=name, owner=cast.mara, **home) for name in ("Nora", "Tom")
    )
    keys.refresh("Contact", [nora, tom])
    path = f"/records/Contact/{nora.pk}/household"
    assert "Tom Lind" in mara.get(f"/records/Contact/{nora.pk}/belonging").content.decode()
    assert "Lind household" in mara.get("/accounts/families").content.decode()
    mara.post(path)
    account = Account.objects.get(type="Household")
    assert set(account.contacts.all()) == {nora, tom}
    assert mara.get(f"/accounts/{account.pk}").status_code == 200
    undo(mara)
    assert Contact.objects.get(pk=nora.pk).account is None
    assert Account.objects.get(pk=account.pk).is_deleted
    mara.post(f"{path}/refusal")
    assert mara.post(path).status_code == 404
    undo(mara)
    assert mara.post(path).status_code == 302


def test_readers_read_and_the_outsider_finds_nothing(client: Client, cast: SimpleNamespace) -> None:
    account = Account.objects.create(name="Acme Group", owner=cast.mara)
    client.force_login(cast.rhea)
    assert client.get("/accounts/families").status_code == 200
    assert client.post(f"/accounts/{account.pk}/parent").status_code == 403
    client.force_login(cast.mara)
    assert client.get("/records/Task/1/belonging").status_code == 404
    assert client.post(f"/accounts/{account.pk}/parent", {"parent": "x"}).status_code == 404
