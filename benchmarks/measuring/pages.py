"""Every dashboard, as its reader gets it, beside the statements that it sends, sent bare."""

import time
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.doors.house import tell
from headwater.measure import by_the_hour, funnel, influence_sums, snapshots
from headwater.people.models import User
from headwater.people.user import Role
from headwater.web.reports.frame import PAGES
from headwater.weekly import over_time

PERIODS = ("90", "all")
WARM = 1
PATIENCE = 6  # seconds for one page: what is slow is known after a few


def measure(runs: int) -> None:
    """What is counted each hour, then each page of an administrator and of a rep."""
    for name, work in (
        ("funnel", funnel.hourly), ("nurture", over_time.hourly),
        ("influence", influence_sums.hourly), ("figures", by_the_hour.hourly),
        ("morning", lambda: snapshots.keep(timezone.now())),
    ):  # fmt: skip
        began = time.perf_counter()
        work()
        tell(figure="hourly", what=name, seconds=round(time.perf_counter() - began, 2))
    for role in (Role.ADMIN, Role.REP):
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        user = User.objects.filter(role=role, is_active=True).latest("pk")
        client.force_login(user)
        for page in PAGES:
            for period in PERIODS:
                tell(figure="page", page=page.key, period=period, as_=str(role),
                     **_page(client, f"{reverse(page.name)}?period={period}", runs))  # fmt: skip


def _page(client: Client, url: str, runs: int) -> dict[str, Any]:
    took: list[float] = []
    work: list[float] = []
    sent = Sent()
    for number in range(WARM + runs):
        sent.statements.clear()
        began, worked = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(sent):
            answer = client.get(url)
        if answer.status_code != 200:
            return {"status": answer.status_code}
        if number >= WARM:
            took.append(time.perf_counter() - began)
            work.append(time.process_time() - worked)
        if sum(took) > PATIENCE:
            break
    bare = sent.again()
    return {
        "runs": len(took), "p50_ms": _quantile(took, 0.5), "p95_ms": _quantile(took, 0.95),
        "cpu_of_page_ms": _quantile(work, 0.5),
        "bare_sql_ms": round(1000 * bare, 1), "statements": len(sent.statements),
        "ratio": round(sorted(took)[len(took) // 2] / bare, 2) if bare else None,
    }  # fmt: skip


class Sent:
    """Listens to what is sent to the database."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many and sql.lstrip().startswith(("SELECT", "WITH")):
            self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def again(self) -> float:
        """Seconds that the statements take by themselves, the best of three rounds."""
        rounds = []
        with connection.cursor() as cursor:
            for _ in range(3):
                began = time.perf_counter()
                for sql, params in self.statements:
                    cursor.execute(sql, params)
                    cursor.fetchall()
                rounds.append(time.perf_counter() - began)
        return min(rounds)


def _quantile(seconds: list[float], share: float) -> float:
    """Milliseconds that so large a share stays below."""
    return round(1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))], 1)
