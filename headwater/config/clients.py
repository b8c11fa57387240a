"""API clients as text: whose rights each has, and its terms. A secret is in no file.

A client that is new here gets a secret that nobody knows; `headwater api-client rotate` tells one.
"""

from typing import Any

from headwater.api import client_terms, oauth_assertion, redirects
from headwater.api.models import ClientTerms
from headwater.config.changes import Change, Said, Unfit
from headwater.config.columns import Row, place, said_of
from headwater.config.names import Names
from headwater.config.table import Table
from headwater.people.models import User

OWN = ("user", "redirects")  # what the toolkit's application says


class ApiClients(Table):
    """The clients that may come in; one that is revoked here is left out, and stays revoked."""

    def said(self, row: Row, names: Names) -> Said:
        """A client in the file's words."""
        assert isinstance(row, ClientTerms)
        client = row.client
        said: Said = {"user": names.name(User, client.user_id)}
        if client.redirect_uris:
            said["redirects"] = client.redirect_uris.split()
        return said | said_of(row, self._columns(), names)

    def _rows(self) -> list[Row]:
        rows = ClientTerms.objects.select_related("client").filter(revoked_at=None)
        return list(rows.order_by("client__name"))

    def _key(self, row: Row) -> tuple[str, ...]:
        assert isinstance(row, ClientTerms)
        return (str(row.client.name),)

    def _columns(self) -> list[Any]:
        return [each for each in super()._columns() if each.name != "client"]

    def _take_one(
        self, key: tuple[str, ...], given: Said, row: Row | None, names: Names
    ) -> tuple[Change | None, Row]:
        before = self.said(row, names) if row else {}
        known = {*OWN, *(column.name for column in self._columns())}
        if strange := sorted(set(given) - known):
            raise Unfit(f"what is “{strange[0]}”? It may say {', '.join(sorted(known))}.")
        user_id = names.key(User, given.get("user"))
        if user_id is None:
            raise Unfit("user: say whose rights it has, by e-mail address.")
        terms = row if isinstance(row, ClientTerms) else self._added(key[0], user_id)
        for column in self._columns():
            place(terms, column, given, names)
        terms.client.user_id, terms.client.redirect_uris = user_id, _redirects(given)
        _refuse_wrong(terms)
        after = self.said(terms, names)
        if row and after == before:
            return None, terms
        terms.save()
        terms.client.save(update_fields=["user", "redirect_uris", "updated"])
        what = "changed" if row else "added"
        return Change(self.name, self._called(key), what, before, after), terms

    def _added(self, name: str, user_id: int) -> ClientTerms:
        client, _ = client_terms.added(name, User.objects.get(pk=user_id))
        terms: ClientTerms = client.terms
        return terms


def _redirects(given: Said) -> str:
    said = given.get("redirects") or []
    if not isinstance(said, list):
        raise Unfit("redirects is a list: one line each, beginning with a hyphen.")
    try:
        return redirects.cleaned("\n".join(str(each) for each in said))
    except ValueError as wrong:
        raise Unfit(str(wrong)) from None


def _refuse_wrong(terms: ClientTerms) -> None:
    try:
        terms.scopes = " ".join(client_terms.scopes_in(terms.scopes))
    except ValueError as unknown:
        raise Unfit(f"there is no scope {unknown}.") from None
    if not 0 < terms.per_day <= client_terms.MOST_PER_DAY:
        raise Unfit(f"per_day is a number up to {client_terms.MOST_PER_DAY:,}.")
    try:
        if terms.certificate:
            oauth_assertion.public_key(terms.certificate)
    except ValueError as wrong:
        raise Unfit(f"certificate: {wrong}") from None
