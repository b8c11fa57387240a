"""How the organisation wants its mail to go out: one row."""

from django.db import models


class MailSettings(models.Model):
    """`undo_seconds` is how long a mail waits so that it can be taken back.

    Opens and clicks are noted only of people who agreed to e-mail (or to the mail's topic).
    """

    notes_opens = models.BooleanField("Note who opens a mail", default=True)
    notes_clicks = models.BooleanField("Note who follows a link", default=True)
    undo_seconds = models.PositiveSmallIntegerField("Seconds to take a mail back", default=10)
    footer = models.CharField("Who you are, below every mail to many", max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_mail_settings")]

    def __str__(self) -> str:
        return "Mail settings"

    @classmethod
    def current(cls) -> "MailSettings":
        """The one row, made by a migration."""
        return cls._default_manager.get(id=1)
