"""API clients: programs that read and write in the name of a user; their secrets are shown once."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from oauth2_provider.models import get_application_model

from headwater.api import addresses, client_terms, oauth_assertion, redirects
from headwater.api.models import AllowedOrigin, ApiUse
from headwater.people.models import User
from headwater.web import toasts
from headwater.web.programs.access import admins_only
from headwater.web.records import undo
from headwater.web.setup.access import asker, note

SHOWN_ONCE = "headwater.new_api_client"
OLD_HOLDS = timedelta(days=7)
RIGHTS = (
    ("api", "Read and change what its user may"),
    ("read", "Read only"),
    ("id", "See only who its user is"),
)
KINDS = (
    ("confidential", "A server, which can keep a secret"),
    ("public", "An app on people's own devices: no secret, PKCE instead"),
)


class ClientForm(forms.Form):
    """What it is called, whose rights it has, and how it may get in."""

    name = forms.CharField(max_length=80, help_text="For example “Data warehouse”")
    user = forms.ModelChoiceField(
        User.objects.none(), label="Acts as", empty_label="Choose a user",
        help_text="It may what this user may, never more",
    )  # fmt: skip
    right = forms.ChoiceField(label="May", choices=RIGHTS, initial="api")
    stays = forms.BooleanField(
        label="May stay connected (refresh tokens)", required=False, initial=True
    )
    kind = forms.ChoiceField(label="It is", choices=KINDS, initial="confidential")
    per_day = forms.IntegerField(
        label="Calls a day", min_value=1, max_value=client_terms.MOST_PER_DAY,
        initial=client_terms.PER_DAY,
    )  # fmt: skip
    ends_on = forms.DateField(
        label="Ends on", required=False, widget=forms.DateInput({"type": "date"}),
        help_text="Empty: it has no end",
    )  # fmt: skip
    redirect_uris = forms.CharField(
        label="Addresses to which people come back", required=False,
        widget=forms.Textarea({"rows": 2}), help_text="One a line, for signing in by browser",
    )  # fmt: skip
    certificate = forms.CharField(
        label="Certificate or public key (PEM)", required=False,
        widget=forms.Textarea({"rows": 3}), help_text="For signing in by JWT; RSA",
    )  # fmt: skip
    for_anyone = forms.BooleanField(
        label="May sign in by JWT as any active user", required=False,
        help_text="Otherwise only as its own user, and as who has allowed it",
    )  # fmt: skip

    def __init__(self, *args: Any, pk: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pk = pk
        people = User.objects.filter(is_active=True).order_by("last_name", "first_name")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Clients are told apart by their names."""
        name = str(self.cleaned_data["name"])
        if get_application_model().objects.filter(name=name).exclude(pk=self.pk).exists():
            raise ValidationError("There is a client of this name already.")
        return name

    def clean_redirect_uris(self) -> str:
        """Each on a line of its own, whole, and none that runs as a script."""
        try:
            return redirects.cleaned(str(self.cleaned_data["redirect_uris"]))
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from None

    def clean_certificate(self) -> str:
        """A key that can be used."""
        text = str(self.cleaned_data["certificate"]).strip()
        try:
            if text:
                oauth_assertion.public_key(text)
        except ValueError:
            words = "This is no certificate or public RSA key (2,048 bits or more) in PEM."
            raise ValidationError(words) from None
        return text

    @property
    def terms(self) -> dict[str, Any]:
        """The columns of ClientTerms."""
        said = self.cleaned_data
        ends = said["ends_on"]
        scopes = f"{said['right']} refresh_token" if said["stays"] else said["right"]
        return {
            "scopes": scopes, "per_day": said["per_day"], "certificate": said["certificate"],
            "for_anyone": said["for_anyone"],
            "ends_at": timezone.make_aware(datetime.combine(ends, time.max)) if ends else None,
        }  # fmt: skip


@never_cache
@admins_only
def client_list(request: HttpRequest) -> HttpResponse:
    """Every client with its day; a new secret is shown whole, this one time."""
    clients = get_application_model().objects.select_related("user", "terms")
    used = {each.who: each for each in ApiUse.objects.order_by("day")}
    today = datetime.now(UTC).date()
    rows = []
    for client in clients.order_by(F("terms__revoked_at").desc(nulls_first=True), "name"):
        use = used.get(f"client:{client.pk}")
        calls = use.calls if use and use.day == today else 0
        rows.append({"client": client, "terms": client_terms.of(client), "calls": calls,
                     "last_at": use.last_at if use else None})  # fmt: skip
    context = {
        "rows": rows, "fresh": request.session.pop(SHOWN_ONCE, None),
        "here": addresses.base(request), "days": OLD_HOLDS.days,
        "origins": AllowedOrigin.objects.select_related("created_by"),
    }  # fmt: skip
    return render(request, "programs/clients.html", context)


@admins_only
def new_client(request: HttpRequest) -> HttpResponse:
    """One more. Its secret travels to the next page in the session and is forgotten there."""
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        client, secret = client_terms.added(
            said["name"], said["user"], redirects=said["redirect_uris"],
            is_public=said["kind"] == "public", created_by=asker(request), **form.terms,
        )  # fmt: skip
        _show_once(request, client, secret)
        return toasts.done(request, reverse("api_clients"))
    return _show(request, form, "New API client")


@admins_only
def edit_client(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what it may; its id and its secret stay."""
    client = _found(pk)
    form = ClientForm(request.POST or None, initial=_initial(client), pk=pk)
    if request.method == "POST" and form.is_valid():
        _change(client, form)
        note("api_client.changed", client, by=asker(request))
        toasts.say(request, f"Saved “{client.name}”.")
        return toasts.done(request, reverse("api_clients"))
    return _show(request, form, client.name)


@require_POST
@admins_only
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret; the old one holds for some days, so that programs can change over."""
    client = _found(pk)
    secret = client_terms.rotate(client, old_holds=OLD_HOLDS, by=asker(request))
    _show_once(request, client, secret)
    return toasts.done(request, reverse("api_clients"))


@require_POST
@admins_only
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """It gets in no more, and its tokens end; Undo lets it in again."""
    client = _found(pk)
    since = client_terms.revoke(client, by=asker(request))
    back = undo.offer(request, "revoke_api_client", pk=pk, since=since.isoformat())
    toasts.say(request, f"“{client.name}” is refused from now on.", undo_url=back)
    return toasts.done(request, reverse("api_clients"))


@undo.undoes("revoke_api_client")
def let_in_again(user: User, *, pk: int, since: str) -> str:
    """A revoked client comes in again."""
    client = _found(pk)
    client_terms.restore(client, datetime.fromisoformat(since), by=user)
    return f"“{client.name}” may come in again."


def _found(pk: int) -> Any:
    return get_object_or_404(get_application_model().objects.select_related("user", "terms"), pk=pk)


def _change(client: Any, form: ClientForm) -> None:
    said, terms = form.cleaned_data, client_terms.of(client)
    client.name, client.user, client.client_type = said["name"], said["user"], said["kind"]
    client.redirect_uris = said["redirect_uris"]
    for name, value in form.terms.items():
        setattr(terms, name, value)
    with transaction.atomic():
        client.save(update_fields=["name", "user", "client_type", "redirect_uris", "updated"])
        terms.save()


def _initial(client: Any) -> dict[str, Any]:
    terms = client_terms.of(client)
    scopes = terms.scopes.split()
    right = next((each for each in ("api", "read") if each in scopes), "id")
    return {
        "name": client.name, "user": client.user, "kind": client.client_type,
        "right": "api" if "full" in scopes else right, "stays": "refresh_token" in scopes,
        "per_day": terms.per_day, "certificate": terms.certificate,
        "for_anyone": terms.for_anyone, "redirect_uris": client.redirect_uris,
        "ends_on": timezone.localdate(terms.ends_at) if terms.ends_at else None,
    }  # fmt: skip


def _show_once(request: HttpRequest, client: Any, secret: str) -> None:
    request.session[SHOWN_ONCE] = {
        "name": client.name, "text": f"CLIENT_ID={client.client_id}\nCLIENT_SECRET={secret}",
    }  # fmt: skip


def _show(request: HttpRequest, form: ClientForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "action": request.path}
    status = 422 if form.is_bound else 200
    return render(request, "setup/definition_form.html", context, status=status)
