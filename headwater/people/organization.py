"""The organisation whose database this is: one row, one company."""

from django.db import models

from headwater.people.standing import kept


class Access(models.TextChoices):
    """Organisation-wide default for records of others (Salesforce: organization-wide sharing)."""

    PRIVATE = "private", "Private"
    READ = "read", "Everybody reads"


class LeadMode(models.TextChoices):
    """What somebody new becomes: a lead first, account, contact and deal at once, or as advised."""

    LEADS = "leads", "Leads"
    DIRECT = "direct", "Direct"
    MIXED = "mixed", "Mixed"


class Organization(models.Model):
    """One row. `country` (ISO 2), `locale` and `currency` tell how to read what people type.

    `lead_mode` says what somebody new becomes; without `takes_new_leads` no lead is made any more,
    whatever the mode, and what the doors receive becomes direct records.
    """

    name = models.CharField(max_length=80, default="My company")
    country = models.CharField(max_length=2, default="US")
    locale = models.CharField(max_length=10, default="en-US")
    currency = models.CharField(max_length=3, default="USD")
    time_zone = models.CharField(max_length=40, default="UTC")
    default_lead_owner = models.ForeignKey(
        "people.Owner", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_access = models.CharField(max_length=7, choices=Access.choices, default=Access.PRIVATE)
    account_access = models.CharField(max_length=7, choices=Access.choices, default=Access.READ)
    opportunity_access = models.CharField(
        max_length=7, choices=Access.choices, default=Access.PRIVATE
    )
    has_person_accounts = models.BooleanField(default=True)
    lead_mode = models.CharField(max_length=6, choices=LeadMode.choices, default=LeadMode.LEADS)
    takes_new_leads = models.BooleanField(default=True)
    # Where replies to our automatic mail come in; '' = they go to the owner's own mailbox.
    reply_address = models.EmailField(max_length=254, blank=True)
    # Who asks again within that time is not answered a second time by itself.
    hours_between_answers = models.PositiveSmallIntegerField(default=12)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_organization")]

    def __str__(self) -> str:
        return self.name

    @property
    def mode(self) -> LeadMode:
        """What holds for somebody new now."""
        return LeadMode(self.lead_mode) if self.takes_new_leads else LeadMode.DIRECT

    @classmethod
    def current(cls) -> "Organization":
        """The one row, made by a migration."""
        return cls._default_manager.get(id=1)


@kept
def organization() -> Organization:
    """The one row, kept in memory; to be read only."""
    return Organization.current()
