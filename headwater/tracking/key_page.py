"""Pages that mean more than others: prices, a calculator, how to order."""

from fnmatch import fnmatchcase
from typing import ClassVar

from django.db import models

from headwater.people.standing import kept


class KeyPage(models.Model):
    """Whoever looks at a page whose path fits `path` (with * for anything) shows interest.

    `interest` is what in, such as a product; '' = in general.
    """

    name = models.CharField(max_length=80)
    path = models.CharField(max_length=200, unique=True)
    interest = models.CharField("Interest in", max_length=80, blank=True)
    is_active = models.BooleanField("In use", default=True)

    objects: ClassVar[models.Manager["KeyPage"]] = models.Manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@kept
def key_pages() -> tuple[KeyPage, ...]:
    """Those in use; kept in memory."""
    return tuple(KeyPage.objects.filter(is_active=True))


def key_page_of(path: str) -> KeyPage | None:
    """The key page that a path belongs to; the longest pattern says it most exactly."""
    plain = path.rstrip("/").lower() or "/"
    fitting = [page for page in key_pages() if _fits(plain, page.path.lower())]
    return max(fitting, key=lambda page: len(page.path), default=None)


def _fits(path: str, pattern: str) -> bool:
    pattern = pattern.rstrip("/") or "/"
    return fnmatchcase(path, pattern.replace("[", "[[]").replace("?", "[?]"))
