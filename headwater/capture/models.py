"""Django looks for models here; each lives in a file named for what it is."""

from headwater.capture.clearing import FileKeeping
from headwater.capture.form_views import FormViews
from headwater.capture.hygiene.models import (
    HygieneCount,
    HygieneFinding,
    HygieneFix,
    HygieneFixed,
    HygieneRun,
)
from headwater.capture.mail.mailbox import Mailbox
from headwater.capture.mail.received_mail import ReceivedMail
from headwater.capture.replay import Replay, ReplayedSubmission
from headwater.capture.suspicion.models import KnownSender, SentMessage, SpamSettings, UsedProof
from headwater.capture.web_form import WebForm

__all__ = [
    "FileKeeping",
    "FormViews",
    "HygieneCount",
    "HygieneFinding",
    "HygieneFix",
    "HygieneFixed",
    "HygieneRun",
    "KnownSender",
    "Mailbox",
    "ReceivedMail",
    "Replay",
    "ReplayedSubmission",
    "SentMessage",
    "SpamSettings",
    "UsedProof",
    "WebForm",
]
