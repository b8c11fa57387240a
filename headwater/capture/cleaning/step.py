"""The journey's first step: every draft is cleaned, what is odd is told and kept, not refused.

Doors that wait for an answer (the API, a form that a colleague fills in) are strict: their caller
is told. Behind all others nobody waits who could correct it, so a value that cannot be held stays
in the submission and the lead goes on without it.
"""

from typing import Any

from headwater.capture.cleaning.record import clean as clean_record
from headwater.capture.cleaning.values import PARSERS
from headwater.catalog import objects, values
from headwater.catalog.fields import FieldDef
from headwater.people.models import Organization
from headwater.records.draft import Batch, Draft
from headwater.records.problem import Problem
from headwater.records.submission import Door

STRICT_DOORS = frozenset({Door.API, Door.HAND})
PARSER_OF = {
    "int": "integer", "double": "number", "currency": "currency", "percent": "percent",
    "date": "date", "datetime": "datetime", "boolean": "boolean",
}  # fmt: skip
NOTHING_TO_GO_ON = "It has no name, no e-mail address, no phone number and no company."
NOT_PROVIDED = "[not provided]"  # what Salesforce users write into a company that must be filled


def clean(batch: Batch) -> None:
    """Clean every live draft; a draft that says nothing about anybody is rejected."""
    fields = {field.attribute: field for field in objects.get("Lead").fields.values()}
    is_strict = batch.door in STRICT_DOORS
    lengths = {a: field.length for a, field in fields.items() if field.is_text and field.length}
    plain = frozenset(attribute for attribute, field in fields.items() if _is_plain(field))
    country = batch.organization.country
    # Programs write numbers as programs do, wherever they run.
    locale = "en-US" if batch.door == Door.API else batch.organization.locale
    for draft in batch.live:
        cleaned = clean_record(
            draft.values, country=country, locale=locale, lengths={} if is_strict else lengths
        )
        draft.values = cleaned.values
        if cleaned.original:
            draft.original |= cleaned.original
        if cleaned.problems:
            draft.problems += [_named(fields, problem) for problem in cleaned.problems]
        if not is_strict:
            _fit(draft, fields, plain, locale)
            _name_somebody(draft, batch.organization)


def _is_plain(field: FieldDef) -> bool:
    """Whether clean text that is not too long is all that the field asks for."""
    return field.is_text and not field.is_restricted and field.type != "multipicklist"


def _named(fields: dict[str, FieldDef], problem: Problem) -> Problem:
    """A cleaning problem names an attribute; the world outside knows the API name."""
    field = fields.get(problem.field)
    return Problem(field.name if field else problem.field, problem.code, problem.message)


def _fit(draft: Draft, fields: dict[str, FieldDef], plain: frozenset[str], locale: str) -> None:
    """What no field holds is left out; typed custom fields are read in the locale."""
    for attribute, value in list(draft.values.items()):
        if attribute in plain and isinstance(value, str):
            continue  # it was cleaned and cut: it fits
        field = fields.get(attribute)
        if field is None:
            del draft.values[attribute]
            continue
        try:
            if field.is_custom and isinstance(value, str) and field.type in PARSER_OF:
                parse = PARSERS[PARSER_OF[field.type]]
                draft.values[attribute] = parse(value, locale) if value else None
            values.fit(field, draft.values[attribute])
        except values.Unfit as unfit:
            _leave_out(draft, field, str(unfit), unfit.code)
        except ValueError as error:
            _leave_out(draft, field, str(error))


def _leave_out(
    draft: Draft, field: FieldDef, why: str, code: str = "INVALID_TYPE_ON_FIELD_IN_RECORD"
) -> None:
    value: Any = draft.values.pop(field.attribute)
    draft.original.setdefault(field.attribute, str(value)[:1000])
    draft.problems.append(Problem(field.name, code, why))


def _name_somebody(draft: Draft, organization: Organization) -> None:
    """A lead needs a last name: it is taken from what there is, and the doubt is told."""
    said = draft.values
    if not said.get("last_name"):
        name, source = _name_of(said)
        if not name:
            draft.fail(Problem("LastName", "REQUIRED_FIELD_MISSING", NOTHING_TO_GO_ON))
            return
        if source == "first name":
            said["first_name"] = ""
        said["last_name"] = name[:80]
        message = f"No last name was given; “{name[:80]}” is the {source}."
        draft.problems.append(Problem("LastName", "REQUIRED_FIELD_MISSING", message))
    if not said.get("company") and not organization.has_person_accounts:
        said["company"] = NOT_PROVIDED
        message = "No company was given, and leads of persons are switched off."
        draft.problems.append(Problem("Company", "REQUIRED_FIELD_MISSING", message))


def _name_of(said: dict[str, Any]) -> tuple[str, str]:
    """The best that can stand for a last name, and what it is."""
    local = str(said.get("email") or "").partition("@")[0].partition("+")[0]
    phone = str(said.get("phone") or said.get("mobile_phone") or "")
    candidates = (
        (local, "first part of the e-mail address"),
        (str(said.get("company") or ""), "company"),
        (str(said.get("first_name") or ""), "first name"),
        (phone, "phone number"),
    )
    return next((pair for pair in candidates if pair[0]), ("", ""))
