"""A person who signs in."""

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from headwater.people.owner import Owner
from headwater.people.standing import kept


class Role(models.TextChoices):
    """What a user may do. Salesforce spreads this over profiles and permission sets."""

    ADMIN = "admin", "Admin"
    MARKETING = "marketing", "Marketing"
    MANAGER = "manager", "Sales manager"
    REP = "rep", "Sales rep"
    READ_ONLY = "read_only", "Read only"


class UserManager(BaseUserManager["User"]):
    """Creates users; Django and allauth look people up through it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.kind = Owner.Kind.USER
        user.name = " ".join(filter(None, (user.first_name, user.last_name))) or user.email
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Owner):
    """A person who signs in by e-mail. Never deleted, only made inactive (as in Salesforce)."""

    email = models.EmailField(max_length=128, unique=True)
    first_name = models.CharField(max_length=40, blank=True)
    last_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.REP)
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="members"
    )
    business_hours = models.ForeignKey(
        "people.BusinessHours", on_delete=models.SET_NULL, null=True, blank=True
    )
    time_zone = models.CharField(max_length=40, default="UTC")
    is_taking_leads = models.BooleanField(default=True)
    # What a team's turns ask: how large a share, how much at most, for whom.
    turn_weight = models.PositiveSmallIntegerField(
        "Weight", default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    most_open_leads = models.PositiveIntegerField("Most open leads", null=True, blank=True)
    most_leads_a_day = models.PositiveIntegerField("Most new leads a day", null=True, blank=True)
    skills: Any = models.JSONField(default=dict, blank=True)  # kind (see `skills`) → tags
    # Of new records, who made and changed them and when: for moving in from elsewhere.
    can_set_audit_fields = models.BooleanField("Sets audit fields", default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["last_name"]

    class Meta:
        db_table = "people_user"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Their time zone; UTC where its name is not known on this machine."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def can_edit(self) -> bool:
        return self.role != Role.READ_ONLY

    @property
    def can_configure(self) -> bool:
        """May change rules, statuses, fields, users: everything under Setup."""
        return self.role == Role.ADMIN

    @property
    def can_market(self) -> bool:
        """May create campaigns, forms and imports."""
        return self.role in (Role.ADMIN, Role.MARKETING)

    @property
    def can_lead_people(self) -> bool:
        """May assign records of others and read the team's numbers."""
        return self.role in (Role.ADMIN, Role.MARKETING, Role.MANAGER)

    @property
    def sees_everything(self) -> bool:
        """Sales sees what the hierarchy gives it; the others look after the whole process."""
        return self.role in (Role.ADMIN, Role.MARKETING, Role.READ_ONLY)


@kept
def users() -> Mapping[int, User]:
    """Every user by key, kept in memory; to be read only."""
    return User.objects.in_bulk()
