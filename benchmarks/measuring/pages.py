"""Every dashboard, as its reader gets it, beside the statements that it sends, sent bare."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.doors.house import tell
from headwater.cli.serve import preload
from headwater.database import statements
from headwater.measure import by_the_hour, funnel, influence_sums, kept_answers, snapshots
from headwater.measure.kept_answers import KeptAnswer
from headwater.people.models import User
from headwater.people.user import Role
from headwater.records.models import Campaign
from headwater.web.reports.frame import PAGES
from headwater.weekly import kept, over_time

PERIODS = ("90", "all")
ROLES = (Role.ADMIN, Role.MANAGER, Role.REP)
NARROWED = ("health", "response", "conversion", "sources")
GOAL = 300  # ms that 95 of 100 looks take at most
WARM = 1
PATIENCE = 6  # seconds for one page: what is slow is known after a few


def measure(runs: int) -> None:
    """What is counted each hour, then each page of an administrator, a manager and a rep."""
    kept_answers.forget()
    for name, work in (
        ("funnel", funnel.hourly), ("nurture", over_time.hourly),
        ("influence", influence_sums.hourly), ("figures", by_the_hour.hourly),
        ("weekly", kept.hourly), ("morning", lambda: snapshots.keep(timezone.now())),
    ):  # fmt: skip
        began = time.perf_counter()
        work()
        tell(figure="hourly", what=name, seconds=round(time.perf_counter() - began, 2))
    slow = []
    preload()  # as `serve` does
    for role in ROLES:
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        user = User.objects.filter(role=role, is_active=True).latest("pk")
        client.force_login(user)
        for name, url in _urls():
            found = _page(client, url, runs)
            tell(figure="page", page=name, url=url, as_=str(role), **found)
            if found.get("p95_ms", GOAL + 1) > GOAL:
                slow.append(f"{name} {url.partition('?')[2]} as {role}")
    tell(figure="summary", goal_ms=GOAL, pages_over=len(slow), which=slow)
    began = time.perf_counter()
    kept_answers.anew()
    tell(figure="hourly", what="answers", kept=KeptAnswer.objects.count(),
         seconds=round(time.perf_counter() - began, 2))  # fmt: skip


def _urls() -> list[tuple[str, str]]:
    """Each page over each period, and those that people narrow most, narrowed."""
    plain = [(page.key, f"{reverse(page.name)}?period={period}")
             for page in PAGES for period in PERIODS]  # fmt: skip
    campaign = Campaign.objects.earliest("pk").pk
    owner = User.objects.filter(role=Role.REP, is_active=True).latest("pk").pk
    narrowed = (f"owner={owner}", f"campaign={campaign}", "source=Web", "channel=form")
    return plain + [
        (page.key, f"{reverse(page.name)}?period=90&{asked}")
        for page in PAGES if page.key in NARROWED for asked in narrowed
    ]  # fmt: skip


def _page(client: Client, url: str, runs: int) -> dict[str, Any]:
    took: list[float] = []
    work: list[float] = []
    sent, first = Sent(), 0.0
    for number in range(WARM + runs):
        began, worked = time.perf_counter(), time.process_time()
        with sent.listening():
            answer = client.get(url)
        if answer.status_code != 200:
            return {"status": answer.status_code}
        if number >= WARM:
            took.append(time.perf_counter() - began)
            work.append(time.process_time() - worked)
        else:
            first = time.perf_counter() - began
        if sum(took) > PATIENCE:
            break
    bare = sent.again()
    return {
        "runs": len(took), "first_ms": round(1000 * first, 1),
        "p50_ms": _quantile(took, 0.5), "p95_ms": _quantile(took, 0.95),
        "cpu_of_page_ms": _quantile(work, 0.5),
        "bare_sql_ms": round(1000 * bare, 1),
        "statements": len(sent.statements) + len(sent.prepared),
        "ratio": round(sorted(took)[len(took) // 2] / bare, 2) if bare else None,
    }  # fmt: skip


class Sent:
    """Listens to what is sent to the database, by the ORM and prepared."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, Any]] = []
        self.prepared: list[tuple[str, Any]] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """For the length of this block, which begins anew."""
        self.statements, self.prepared = [], []
        run = statements.run

        def told(sql: str, params: Any = (), **options: Any) -> Any:
            self.prepared.append((sql, params))
            return run(sql, params, **options)

        statements.run = told
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            statements.run = run

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
                for sql, params in self.prepared:
                    statements.run(sql, params)
                rounds.append(time.perf_counter() - began)
        return min(rounds)


def _quantile(seconds: list[float], share: float) -> float:
    """Milliseconds that so large a share stays below."""
    return round(1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))], 1)
