"""Django looks for models here; each lives in a file named for what it is."""

from headwater.capture.mail.mailbox import Mailbox
from headwater.capture.mail.received_mail import ReceivedMail
from headwater.capture.replay import Replay, ReplayedSubmission
from headwater.capture.suspicion.models import KnownSender, SentMessage, SpamSettings, UsedProof
from headwater.capture.web_form import WebForm

__all__ = [
    "Mailbox",
    "ReceivedMail",
    "KnownSender",
    "Replay",
    "ReplayedSubmission",
    "SentMessage",
    "SpamSettings",
    "UsedProof",
    "WebForm",
]
