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


def test_a_family_is_a_tree_that_opens_and_a_parent_is_set_and_cleared(
    mara: Client, cast: SimpleNamespace
) -> None:
    group, gmbh = (
        Account.objects.create(name=name, owner=cast.mara) for name in ("Group", "Branch")
    )
    assert "It stands by itself" in mara.get(f"/accounts/{gmbh.pk}/hierarchy").content.decode()
    mara.post(f"/accounts/{gmbh.pk}/parent", {"parent_id": group.sf_id})
    for url in (f"/accounts/{gmbh.pk}", f"/accounts/{group.pk}/hierarchy"):
        page = mara.get(url).content.decode()
        assert 'role="tree"' in page and f'id="node-{group.pk}"' in page and "Branch" in page
    Account.objects.bulk_create(
        Account(name=f"Shop {n:02}", owner=cast.mara, parent=group) for n in range(60)
    )
    page = mara.get(f"/accounts/{group.pk}/hierarchy").content.decode()
    assert "Show 11 more" in page and "Shop 59" not in page
    rest = mara.get(f"/accounts/{group.pk}/branch?start=50&level=2").content.decode()
    assert "Shop 59" in rest and "<html" not in rest and rest.count("<li") == 11
    dialog = mara.get(f"/accounts/{gmbh.pk}/parent").content.decode()
    assert "Now under Group." in dialog
    mara.post(f"/accounts/{gmbh.pk}/parent", {"parent_id": ""})
    gmbh.refresh_from_db()
    assert gmbh.parent is None
    undo(mara)
    gmbh.refresh_from_db()
    assert gmbh.parent == group
    answer = mara.post(f"/accounts/{group.pk}/parent", {"parent_id": gmbh.sf_id})
    assert answer.status_code == 422 and "stands below it already" in answer.content.decode()


def test_readers_read_and_the_outsider_finds_nothing(client: Client, cast: SimpleNamespace) -> None:
    account = Account.objects.create(name="Acme Group", owner=cast.mara)
    client.force_login(cast.rhea)
    assert client.get("/accounts/families").status_code == 200
    assert client.post(f"/accounts/{account.pk}/parent").status_code == 403
    client.force_login(cast.mara)
    assert client.get("/records/Task/1/belonging").status_code == 404
    assert client.post(f"/accounts/{account.pk}/parent", {"parent": "x"}).status_code == 422
