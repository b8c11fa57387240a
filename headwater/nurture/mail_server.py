"""One message to the mail server, and what its answer means; when to try again."""

import smtplib
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from anymail.exceptions import (  # type: ignore[import-untyped]
    AnymailError,
    AnymailRecipientsRefused,
)
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

CLAIM_LASTS = timedelta(minutes=10)
# Pauses between tries; a server that is away longer than a day needs a person.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 480, 720))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message did not go out; `is_final` when trying again is of no use."""

    words: str
    is_final: bool = False
    is_bad_address: bool = False
    is_server_away: bool = False


def hand_over(mail: EmailMessage, server: BaseEmailBackend) -> Failure | None:
    """Give one message to the mail server; None when it accepted it."""
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return Failure(f"The mail server cannot be reached: {error}", is_server_away=True)
    try:
        server.send_messages([mail])
    except smtplib.SMTPServerDisconnected as error:
        close(server)
        return Failure(f"The mail server hung up: {error}", is_server_away=True)
    except AnymailError as error:
        return _provider_refusal(error)
    except (smtplib.SMTPException, OSError) as error:
        close(server)
        return _refusal(error)
    except ValueError as error:  # a header or an address that no mail may have
        return Failure(f"This cannot be sent: {error}", is_final=True)
    return None


def close(server: BaseEmailBackend) -> None:
    """Hang up, whatever state the line is in."""
    try:
        server.close()
    except (OSError, smtplib.SMTPException):
        pass  # it was gone already


def _refusal(error: OSError) -> Failure:
    """What the server's words mean: 5xx for the address or the message is final."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        is_final = code >= 500
        return Failure(f"The address was refused: {code} {text}", is_final, is_bad_address=is_final)
    is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
    return Failure(f"The mail server refused it: {error}", is_final)


def _provider_refusal(error: AnymailError) -> Failure:
    """What a provider's words mean: what it calls our mistake stays one, the rest may pass."""
    words = f"The mail provider refused it: {str(error).splitlines()[0] if str(error) else error!r}"
    if isinstance(error, AnymailRecipientsRefused):
        return Failure(words, is_final=True, is_bad_address=True)
    code = error.status_code or 0
    passes = code in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS) or code >= 500
    if not code or code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Failure(words, is_server_away=True)  # the others would fare the same
    return Failure(words, is_final=not passes)
