"""Django looks for models here; each lives in a file named for what it is."""

from headwater.nurture.auto_response_rule import AutoResponseRule
from headwater.nurture.delivery import Delivery
from headwater.nurture.mail_template import MailTemplate
from headwater.nurture.mailing.settings import MailSettings
from headwater.nurture.programs.enrolment import Enrolment, StepPass
from headwater.nurture.programs.program import Program, SendingLimits, Step

__all__ = [
    "AutoResponseRule",
    "Delivery",
    "Enrolment",
    "MailSettings",
    "MailTemplate",
    "Program",
    "SendingLimits",
    "Step",
    "StepPass",
]
