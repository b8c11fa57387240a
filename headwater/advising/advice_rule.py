"""When somebody new becomes a lead and when direct records: rows in order, the first decides."""

from django.db import models


class Way(models.TextChoices):
    """What somebody new becomes."""

    LEAD = "lead", "Lead"
    DIRECT = "direct", "Direct"


class Is(models.TextChoices):
    """What a rule asks of one fact."""

    ANY = "any", "whatever"
    YES = "yes", "yes"
    NO = "no", "no"


class AdviceRule(models.Model):
    """One row. All that it asks must be so: whether the company is known (they named one), whether
    there is an account (match knows the company or the person), whether they are qualified (see
    Definition), and `criteria` about the lead ('' asks nothing).

    `words` say why in the advice. With `is_followed` the doors do by themselves what it advises.
    """

    name = models.CharField(max_length=80, unique=True)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    company = models.CharField(max_length=3, choices=Is.choices, default=Is.ANY)
    account = models.CharField(max_length=3, choices=Is.choices, default=Is.ANY)
    qualified = models.CharField(max_length=3, choices=Is.choices, default=Is.ANY)
    criteria = models.TextField(blank=True)
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.DIRECT)
    words = models.CharField(max_length=300)
    is_followed = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name

    def fits(self, *, company: bool, account: bool, qualified: bool) -> bool:
        """Whether the three facts are as the rule asks; its criteria are judged elsewhere."""
        facts = ((self.company, company), (self.account, account), (self.qualified, qualified))
        return all(asked == Is.ANY or (asked == Is.YES) == fact for asked, fact in facts)


class Definition(models.Model):
    """One row: who counts as qualified, as criteria about the lead."""

    qualified_when = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_definition")]

    def __str__(self) -> str:
        return "Who counts as qualified"
