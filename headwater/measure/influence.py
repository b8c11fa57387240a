"""Which campaigns a deal owes its amount to: five models, each sharing out all of it, to the cent.

Pure: touches in, shares out. A touch is a membership, in a campaign, of a contact with a role in
the deal, before the deal closed; `touches` reads them. Nothing is stored: who changes a role, a
member or the window changes what every page says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import TextChoices

ALL = 10_000  # hundredths of a per cent; what is shared out where there is no amount


class Model(TextChoices):
    """How the credit for a deal is shared out among the touches before it closed."""

    PRIMARY = "primary", "Primary campaign"
    FIRST = "first", "First touch"
    LAST = "last", "Last touch"
    EVEN = "even", "Even"
    POSITION = "position", "Position-based"

    @property
    def sentence(self) -> str:
        """What the model does, in one sentence."""
        return SENTENCES[self]


SENTENCES = {
    Model.PRIMARY: "All of it goes to the campaign that the deal names.",
    Model.FIRST: "All of it goes to the campaign that reached one of its people first.",
    Model.LAST: "All of it goes to the last campaign before the deal closed.",
    Model.EVEN: "Each touch gets the same share.",
    Model.POSITION: "The first and the last touch get 40 % each, those between them share 20 %.",
}


@dataclass(frozen=True, slots=True)
class Touch:
    """One person of a deal in one campaign. `at`: the first response, or else when they came in.

    `was_lead`: they were in it as a lead that had not yet become this contact.
    """

    campaign_id: int
    contact_id: int
    at: datetime
    has_responded: bool
    was_lead: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What a campaign gets of a deal: hundredths of a per cent, and cents."""

    campaign_id: int
    points: int
    cents: int

    @property
    def part(self) -> float:
        """0 to 1."""
        return self.points / ALL

    @property
    def revenue(self) -> Decimal:
        return Decimal(self.cents) / 100


def shares(model: Model, touched: Sequence[int], *, primary: int | None, cents: int) -> list[Share]:
    """What each campaign gets, the largest share first; [] where the model finds nobody.

    `touched` are the campaigns of a deal's touches, the earliest first. The points add up to 100 %
    and the cents to the deal's, exactly.
    """
    owners, parts = _parts(model, touched, primary)
    points: dict[int, int] = {}
    money: dict[int, int] = {}
    each = zip(owners, divide(ALL, parts), divide(cents, parts), strict=True)
    for campaign, point, cent in each:
        points[campaign] = points.get(campaign, 0) + point
        money[campaign] = money.get(campaign, 0) + cent
    found = [Share(campaign, points[campaign], money[campaign]) for campaign in points]
    return sorted(found, key=lambda share: -share.points)


def split(
    model: Model, touched: Sequence[int], *, primary: int | None, cents: int
) -> list[tuple[int, int]]:
    """The same in cents only, a campaign perhaps several times: for sums over many deals."""
    owners, parts = _parts(model, touched, primary)
    return list(zip(owners, divide(cents, parts), strict=True))


def divide(total: int, parts: Sequence[int]) -> list[int]:
    """`total` in whole units by these weights: the largest remainders get what is left over.

    Of equal remainders the earlier one goes first. The result adds up to `total`, whatever its
    sign.
    """
    if len(parts) < 2:
        return [total] * len(parts)
    sign, whole, weight = (-1 if total < 0 else 1), abs(total), sum(parts)
    floors = [whole * part // weight for part in parts]
    left = whole - sum(floors)
    if left:
        behind = sorted(range(len(parts)), key=lambda place: -(whole * parts[place] % weight))
        for place in behind[:left]:
            floors[place] += 1
    return [sign * each for each in floors]


def _parts(
    model: Model, touched: Sequence[int], primary: int | None
) -> tuple[Sequence[int], Sequence[int]]:
    """Who gets something, and the weights."""
    if model == Model.PRIMARY:
        return ((primary,), (1,)) if primary is not None else ((), ())
    if not touched:
        return (), ()
    if model == Model.FIRST:
        return touched[:1], (1,)
    if model == Model.LAST:
        return touched[-1:], (1,)
    if model == Model.EVEN or len(touched) < 3:  # of two the first and the last get half each
        return touched, (1,) * len(touched)
    between = len(touched) - 2
    return touched, (2 * between, *(1,) * between, 2 * between)
