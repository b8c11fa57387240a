"""`Idempotency-Key`: the same request sent twice is done once and answered twice, byte for byte.

By the IETF draft draft-ietf-httpapi-idempotency-key-header. The answer is kept in the transaction
that does the work, so there is never one without the other; a twin that comes meanwhile waits at
the unique index until the first has committed, and is given its answer.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from headwater.jobs import job

log = logging.getLogger("headwater.api")

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST = 255
KEPT_FOR = timedelta(hours=48)
LASTING = ("Content-Type", "Location", "Preference-Applied")  # headers that belong to the answer
AT_ONCE = 10_000

Work = Callable[[], HttpResponse]


class KeptAnswer(models.Model):
    """What a client was answered. `digest` is the SHA-256 of method, address and body."""

    client = models.CharField(max_length=40)
    key = models.CharField(max_length=LONGEST)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["at"], name="kept_answer_age")]


class BadKey(ValueError):
    """No key by the draft: 1 to 255 printable characters."""


class KeyUsed(ValueError):
    """This key was used for another request."""


def key_of(request: HttpRequest) -> str:
    """The key, '' where there is none; raises BadKey. Quotes of a structured field are dropped."""
    given = request.headers.get(HEADER)
    if given is None:
        return ""
    key = given.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not key or len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise BadKey(f"{HEADER} takes 1 to {LONGEST} printable characters, for example a UUID.")
    return key


def once(request: HttpRequest, client: str, body: bytes, work: Work) -> HttpResponse:
    """Do `work` unless this client was answered before; raises BadKey, KeyUsed.

    What failed through our own fault (5xx, or an exception) is not kept: it may be tried again.
    """
    key = key_of(request)
    if not key:
        return work()
    digest = _digest(request, body)
    with transaction.atomic():
        mine = _claim(client, key, digest)
        if mine is None:
            return _replayed(KeptAnswer.objects.get(client=client, key=key), digest)
        answer = work()
        if answer.status_code >= 500:
            transaction.set_rollback(True)
        else:
            _keep(mine, answer)
    return answer


def _digest(request: HttpRequest, body: bytes) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace")
    return hashlib.sha256(asked + body).hexdigest()


def _claim(client: str, key: str, digest: str) -> int | None:
    """The row of this request, None when there is one; waits while a twin is at work."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO api_keptanswer (client, key, digest, status, headers, body, at)
            VALUES (%s, %s, %s, 0, '{}', '', now()) ON CONFLICT DO NOTHING RETURNING id
            """,
            [client, key, digest],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else None


def _keep(row: int, answer: HttpResponse) -> None:
    headers = {name: answer.headers[name] for name in LASTING if name in answer.headers}
    KeptAnswer.objects.filter(pk=row).update(
        status=answer.status_code, headers=headers, body=answer.content
    )


def _replayed(row: KeptAnswer, digest: str) -> HttpResponse:
    if row.digest != digest:
        raise KeyUsed(f"This {HEADER} was used for another request. Take a new one for each.")
    answer = HttpResponse(bytes(row.body), status=row.status)
    del answer.headers["Content-Type"]
    for name, text in row.headers.items():
        answer.headers[name] = text
    answer.headers[REPLAYED] = "true"
    return answer


@job("api.forget_answers", cron="17 * * * *")
def forget() -> None:
    """Answers that nobody can still be waiting for."""
    old = KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR)
    while True:
        some = list(old.order_by("at").values_list("pk", flat=True)[:AT_ONCE])
        if not some:
            return
        KeptAnswer.objects.filter(pk__in=some).delete()
