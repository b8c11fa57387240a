"""The address at which a person says by what they want to be reached; it needs no password.

It is signed and names one record, so that nobody can guess another's.
"""

from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer

from headwater.records.contact import Contact
from headwater.records.lead import Lead
from headwater.records.tombstone import survivor

_MODELS: dict[str, Any] = {"L": Lead, "C": Contact}
_signer = Signer(salt="headwater.consent", sep=".")


def token_of(record: Any) -> str:
    """The last part of the person's own address."""
    letter = next(letter for letter, model in _MODELS.items() if isinstance(record, model))
    return _signer.sign(f"{letter}{record.pk}")


def record_of(token: str) -> Any:
    """The lead or contact of a token, or what it was merged into; None when it is not ours or
    they are gone."""
    try:
        said = _signer.unsign(token)
    except BadSignature:
        return None
    model = _MODELS[said[0]]
    pk = survivor(model.__name__, int(said[1:]))
    return model.objects.alive().filter(pk=pk).first()


def address_of(record: Any) -> str:
    """The whole address, '' while Headwater does not know its own (HEADWATER_URL)."""
    return f"{settings.PUBLIC_URL}/preferences/{token_of(record)}" if settings.PUBLIC_URL else ""
