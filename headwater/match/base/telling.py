"""What a weekly run has found goes to the data stewards: a line on their page and a mail."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from headwater.match.match_run import MatchRun
from headwater.people.models import User
from headwater.people.user import Role
from headwater.records.models import DuplicatePair
from headwater.records.notification import News
from headwater.records.notification import tell as tell_people

PAGE = "/duplicates"


def sentence(run: MatchRun) -> str:
    """The outcome of a run in one sentence or two."""
    totals = run.totals
    people, companies = totals.get("persons", 0), totals.get("companies", 0)
    new, waiting = totals.get("new", 0), DuplicatePair.objects.open().count()
    looked = f"Looked at {people:,} people and {companies:,} companies:"
    found = f"{_counted(new, 'new pair')} that may be one" if new else "nothing new"
    gone = f", {_counted(totals['gone'], 'pair')} no longer alike" if totals.get("gone") else ""
    return f"{looked} {found}{gone}. {_counted(waiting, 'pair')} {_wait(waiting)} for a decision."


def tell(run: MatchRun) -> list[User]:
    """Tell every administrator of the weekly run when something waits; returns them."""
    if run.by_id or not DuplicatePair.objects.open().exists():
        return []
    admins = list(User.objects.filter(role=Role.ADMIN, is_active=True))
    told = [admin.pk for admin in admins]
    tell_people([News(f"match:{run.pk}", run.summary, PAGE, told, "system")], timezone.now())
    return admins


def mail(run: MatchRun, user: User) -> None:
    """The same by mail; raises OSError while the mail server is away."""
    link = f"\n\n{settings.PUBLIC_URL}{PAGE}" if settings.PUBLIC_URL else ""
    send_mail("Duplicates of the week", f"{run.summary}{link}\n", None, [user.email])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"
