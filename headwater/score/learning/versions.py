"""Learning, and which version is used: the newest that beats the rules, or a chosen one."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from headwater import jobs
from headwater.people.models import User
from headwater.records import trail
from headwater.score.learning import enough
from headwater.score.learning.learned_model import LearnedModel, LearnedSettings

if TYPE_CHECKING:
    from headwater.score.learning.judging import Judged
    from headwater.score.learning.table import Table
    from headwater.score.learning.training import Trained

log = logging.getLogger("headwater.score")
STUCK = timedelta(hours=1)  # who has said nothing for so long has died
KEPT = 20  # versions; older ones have nothing more to tell


class NotNow(ValueError):
    """It cannot be done now; the message says why."""


def used() -> LearnedModel | None:
    """The version that says something about leads now."""
    return LearnedModel.objects.filter(is_used=True).first()


def ask(*, by: User | None) -> None:
    """Learn anew in the background. Raises NotNow while somebody else's learning is under way."""
    now = timezone.now()
    free = LearnedSettings.objects.filter(Q(step="") | Q(began_at__lt=now - STUCK))
    with transaction.atomic():
        if not free.update(step="Waiting for a worker", share=0.0, began_at=now, problem=""):
            raise NotNow("Learning is under way. Wait until it ends.")
        jobs.enqueue(learn_now, by=by.pk if by else None)


@jobs.job("score.learn")
def learn_now(by: int | None) -> None:
    """The worker's way in."""
    try:
        learn(by=User.objects.filter(pk=by).first() if by else None)
    except Exception as problem:
        log.exception("Learning stops")
        LearnedSettings.objects.update(problem=str(problem)[:300])
    finally:
        LearnedSettings.objects.update(step="", share=0.0)


@jobs.job("score.learn_again", cron="40 3 * * *")
def learn_again(timestamp: int) -> None:
    """Each night: is it time? `timestamp` is the Unix time it was meant for."""
    settings, now = LearnedSettings.current(), timezone.now()
    is_due = settings.tried_at is None or settings.tried_at <= (
        now - timedelta(days=settings.every_days) + timedelta(hours=1)
    )
    if settings.is_on and is_due and not settings.step:
        ask(by=None)


def learn(*, by: User | None) -> LearnedModel | None:
    """Learn from what became of the leads so far; None when there is too little, which is kept.

    The new version is used when it is better than the rules, unless somebody holds another one.
    """
    from headwater.score.learning import judging, leakage, lessons, training  # load numpy

    _tell("Reading what became of leads", 0.05)
    known = lessons.decided()
    won = sum(row.is_won for row in known)
    days = (known[-1].at - known[0].at).days if known else 0
    LearnedSettings.objects.update(
        tried_at=timezone.now(), had={"decided": len(known), "converted": won, "days": days}
    )
    if short := enough.missing(len(known), won, days):
        LearnedSettings.objects.update(missing=short)
        return None
    found = lessons.lessons(known)
    _tell("Looking for what gives the outcome away", 0.25)
    leaking = _leaking(found.table)
    honest = found.table.only([name for name in found.table.columns if name not in leaking])
    try:
        trained = training.train(honest, tell=_tell)
    except training.TooLittle as problem:
        LearnedSettings.objects.update(missing=problem.missing)
        return None
    judged = judging.judge(trained, honest, found.scores)
    told = {"leads": len(known), "converted": won, "rows": len(honest),
            "leaking": leakage.told(leaking, found.table)}  # fmt: skip
    return _keep(trained, judged, told, by)


def use(version: LearnedModel, *, by: User | None) -> None:
    """Go back to a version, or forward: it stays until somebody lets it go. Raises NotNow."""
    if not version.is_better:
        raise NotNow(f"{version} was not better than the rules on held-out time.")
    with transaction.atomic():
        LearnedSettings.objects.select_for_update().update(is_held=True)
        _put_to_use(version, by)


def let_go(*, by: User | None) -> None:
    """The newest version counts again, as long as it is better than the rules."""
    with transaction.atomic():
        LearnedSettings.objects.select_for_update().update(is_held=False)
        newest = LearnedModel.objects.first()
        _put_to_use(newest if newest and newest.is_better else None, by)


def _leaking(table: "Table") -> dict[str, str]:
    """Columns that give the outcome away, by what they do on the oldest rows."""
    from headwater.score.learning import leakage, training

    oldest = table.rows(training.slices(table)[0])
    if len(oldest) < enough.LEAST_OF_EACH:
        return {}
    every = ((name, leakage.by_doing(oldest, name)) for name in table.columns)
    return {name: why for name, why in every if why}


def _keep(
    trained: "Trained", judged: "Judged", told: dict[str, Any], by: User | None
) -> LearnedModel:
    with transaction.atomic():
        settings = LearnedSettings.objects.select_for_update().get(id=1)
        last = LearnedModel.objects.aggregate(last=Max("version"))["last"] or 0
        version = LearnedModel.objects.create(
            version=last + 1, learned_by=by, kind=trained.learned.kind,
            is_better=judged.is_better, weights=trained.learned.dump(),
            figures=judged.figures | told,
        )  # fmt: skip
        because = {"version": version.version, "is_better": version.is_better}
        trail.write([trail.entry("learnedmodel.learned", version, by=by, because=because)])
        if not settings.is_held:
            _put_to_use(version if version.is_better else None, by)
        LearnedSettings.objects.update(missing=[], problem="")
        old = LearnedModel.objects.filter(is_used=False).values("pk")[KEPT:]
        LearnedModel.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return version


def _put_to_use(version: LearnedModel | None, by: User | None) -> None:
    """From now on leads are estimated by this one, or by none."""
    from headwater.score.learning import estimating

    before = used()
    if before == version:
        return
    LearnedModel.objects.filter(is_used=True).update(is_used=False)
    if version is not None:
        LearnedModel.objects.filter(pk=version.pk).update(is_used=True)
        version.is_used = True
    changes = {"used": [str(before or ""), str(version or "")]}
    about: Any = version or before
    trail.write([trail.entry("learnedmodel.used", about, by=by, changes=changes)])
    jobs.enqueue(estimating.estimate_everything, version=version.version if version else 0)


def _tell(step: str, share: float) -> None:
    LearnedSettings.objects.update(step=step, share=share, began_at=timezone.now())
