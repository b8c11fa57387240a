"""Names that are not in the catalog, in our words and in those of Salesforce."""

from headwater.catalog.objects import UnknownName
from headwater.criteria.errors import CriteriaError

REFER = "Please reference your WSDL or the describe call for the appropriate names."


def unknown_object(error: UnknownName, position: int) -> CriteriaError:
    """The complaint about an object that is not there."""
    told = (
        f"sObject type '{error.name}' is not supported. If you are attempting to use a custom"
        f" object, be sure to append the '__c' after the entity name. {REFER}"
    )
    return _unknown(error, position, "object", told)


def unknown_field(error: UnknownName, entity: str, position: int) -> CriteriaError:
    """The complaint about a field or a parent that `entity` does not have."""
    told = (
        f"No such column '{error.name}' on entity '{entity}'. If you are attempting to use a"
        f" custom field, be sure to append the '__c' after the custom field name. {REFER}"
    )
    if error.kind == "relationship":
        told = (
            f"Didn't understand relationship '{error.name}' in field path. If you are attempting"
            " to use a custom relationship, be sure to append the '__r' after the custom"
            f" relationship name. {REFER}"
        )
    return _unknown(error, position, "field", told)


def unknown_relationship(error: UnknownName, position: int) -> CriteriaError:
    """The complaint about children that a query asks for and nothing has."""
    told = (
        f"Didn't understand relationship '{error.name}' in FROM part of query call. If you are"
        " attempting to use a custom relationship, be sure to append the '__r' after the custom"
        f" relationship name. {REFER}"
    )
    return _unknown(error, position, "object", told)


def _unknown(error: UnknownName, position: int, kind: str, told: str) -> CriteriaError:
    hint = f"Did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
    return CriteriaError(f"There is no {error.kind} “{error.name}”.", position, hint, kind, told)
