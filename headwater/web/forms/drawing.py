"""How a form is drawn: its inputs, what a page of it carries, what may be done with that page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from headwater.capture import form_post
from headwater.capture.models import WebForm
from headwater.capture.visit import ADVERTISING, LONGEST, PAGES, parameters_of
from headwater.capture.web_form import Question
from headwater.catalog import picklists
from headwater.tracking import joining, visits
from headwater.web.forms import protecting

INPUT_OF = {
    "email": "email", "phone": "tel", "url": "url", "date": "date", "datetime": "datetime-local",
    "boolean": "checkbox", "textarea": "textarea", "picklist": "select",
    "multipicklist": "checkboxes",
}  # fmt: skip
# Which keys a phone shows; numbers are text, because people write 1,200 and 1.200.
KEYS_OF = {
    "email": "email", "phone": "tel", "url": "url", "int": "numeric", "double": "decimal",
    "currency": "decimal", "percent": "decimal",
}  # fmt: skip
# So that a browser fills in what it knows about its owner.
AUTOCOMPLETE = {
    "Salutation": "honorific-prefix", "FirstName": "given-name", "LastName": "family-name",
    "Company": "organization", "Title": "organization-title", "Email": "email", "Phone": "tel",
    "MobilePhone": "tel", "Street": "street-address", "City": "address-level2",
    "State": "address-level1", "PostalCode": "postal-code", "Country": "country-name",
    "Website": "url",
}  # fmt: skip
WITH_PLACEHOLDER = frozenset({"text", "email", "tel", "url", "textarea"})


@dataclass(frozen=True, slots=True)
class Input:
    """One question as HTML asks it; `given` and `error` are of a post that has to be completed."""

    question: Question
    id: str
    kind: str
    keys: str
    length: int
    autocomplete: str
    choices: Sequence[str]
    given: Sequence[str] = ()
    error: str = ""

    @property
    def name(self) -> str:
        return self.question.field.name

    @property
    def described_by(self) -> str:
        """Ids of the help and of what is wrong, for screen readers."""
        ids = [f"{self.id}-help"] if self.question.help_text else []
        return " ".join(ids + ([f"{self.id}-wrong"] if self.error else []))

    @property
    def rows(self) -> int:
        return 4 if self.length > 255 else 2

    @property
    def takes_placeholder(self) -> bool:
        return self.kind in WITH_PLACEHOLDER

    @property
    def text(self) -> str:
        return next(iter(self.given), "")


def context_of(
    request: HttpRequest,
    form: WebForm,
    *,
    prefix: str = "f",
    given: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, str] | None = None,
    framed: bool = False,
) -> dict[str, Any]:
    """What `forms/body.html` draws: inputs, the token, what the address told about the visit.

    `prefix` begins every id; `given` are the texts of a post that is shown again with `errors`
    (API name or "consent" → sentence).
    """
    given, errors = given or {}, errors or {}
    inputs = inputs_of(form, prefix, given, errors)
    wrong = [(each.id, each.question.label, each.error) for each in inputs if each.error]
    if form_post.CONSENT in errors:
        wrong.append((f"{prefix}-consent", "", errors[form_post.CONSENT]))
    return {
        "form": form,
        "framed": framed,
        "inputs": inputs,
        "prefix": prefix,
        "wrong": wrong,
        "wrong_consent": errors.get(form_post.CONSENT, ""),
        "has_agreed": bool(given.get(form_post.CONSENT)),
        "token": form_post.new_token(),
        "tracked": list(tracked(request, form, given, framed=framed).items()),
    }


def inputs_of(
    form: WebForm,
    prefix: str,
    given: Mapping[str, Sequence[str]],
    errors: Mapping[str, str],
) -> list[Input]:
    """The questions of a form as inputs; each list of values is read once."""
    lists: dict[str, list[str]] = {}
    inputs = []
    for question in form.questions:
        field = question.field
        if field.picklist and field.picklist not in lists:
            lists[field.picklist] = picklists.values(field.picklist)
        choices = lists.get(field.picklist) or field.choices
        kind = INPUT_OF.get(field.type, "text")
        kind = "text" if kind == "select" and not choices else kind
        inputs.append(Input(
            question, f"{prefix}-{field.name}", kind,
            KEYS_OF.get(field.type, "url" if field.name == "Website" else ""),
            field.length or 255, AUTOCOMPLETE.get(field.name, "off"), choices,
            given.get(field.name, ()), errors.get(field.name, ""),
        ))  # fmt: skip
    return inputs


def tracked(
    request: HttpRequest, form: WebForm, given: Mapping[str, Sequence[str]], *, framed: bool
) -> dict[str, str]:
    """What the page carries about the visit: what its address says, or what was posted before.

    A frame knows the page around it only by `Referer`.
    """
    names = (*ADVERTISING, *form.taken.values())
    before = request.headers.get("Referer", "")
    around = parameters_of(before) if framed else {}
    found = {"form_page" if framed else "came_from": before}
    found |= {name: request.GET.get(name) or "".join(around.get(name, ())[:1]) for name in names}
    found |= {name: given[name][0] for name in (*names, *PAGES) if given.get(name)}
    # Our script puts it into links that lead here, where the visitor has agreed.
    visitor = request.GET.get(joining.PARAMETER) or "".join(given.get(joining.PARAMETER, ())[:1])
    found |= {joining.PARAMETER: visitor} if visits.KEY.fullmatch(visitor) else {}
    return {name: text[:LONGEST] for name, text in found.items() if text}


def allow_leaving(response: HttpResponse, form: WebForm) -> HttpResponse:
    """Browsers apply form-action to the redirect after a post, too; some forms ask Google."""
    policy = protecting.policy_of(form)
    if form.redirect_url:
        parts = urlsplit(form.redirect_url)
        policy["form-action"] = [f"{parts.scheme}://{parts.netloc}"]
    if policy:
        response._csp_update = policy  # type: ignore[attr-defined]
    return response


def allow_framing(response: HttpResponse, form: WebForm) -> HttpResponse:
    """This page may stand inside the sites that the form names, or inside any."""
    response._csp_replace = {"frame-ancestors": form.sites or ["*"]}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True
    return response
