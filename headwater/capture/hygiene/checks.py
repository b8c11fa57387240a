"""What is looked for: each check with its words, how its findings are repaired, where they list."""

from collections.abc import Mapping
from typing import NamedTuple

REPAIR, GIVE, LOOK = "repair", "give", "look"


class Check(NamedTuple):
    """One kind of trouble. `remedy`: REPAIR writes what each finding says, GIVE hands the leads to
    somebody, LOOK leaves it to a person. `where` is the same question as criteria of a list."""

    name: str
    title: str
    why: str
    remedy: str
    icon: str
    where: str = ""


CHECKS: Mapping[str, Check] = {
    check.name: check
    for check in (
        Check("no_way", "No way to reach them",
              "No e-mail address and no number: nobody can answer.", LOOK, "unplug",
              "Email = null AND Phone = null AND MobilePhone = null"),
        Check("no_phone", "No phone number", "They can only be written to.", LOOK, "phone-off",
              "Email != null AND Phone = null AND MobilePhone = null"),
        Check("mail_misspelt", "Misspelt mail domains",
              "gmial.com and its like: what we send comes back.", REPAIR, "spell-check"),
        Check("mail_invalid", "Impossible e-mail addresses",
              "No mail can have such an address; those that can be read are repaired.", REPAIR,
              "mail-x"),
        Check("mail_disposable", "Throw-away addresses",
              "A mailbox for ten minutes: call, or let it go.", LOOK, "trash"),
        Check("mail_role", "Mailboxes of a function",
              "info@ and sales@ are read by somebody, but by whom?", LOOK, "inbox"),
        Check("phone_shape", "Numbers written anyhow",
              "A number in the usual form can be dialled, found and compared.", REPAIR, "phone"),
        Check("place", "Countries and states",
              "A state of another country, or a name that no rule recognises.", REPAIR, "map-pin"),
        Check("name_case", "Shouted and whispered names",
              "SMITH and smith look careless in a letter.", REPAIR, "case-sensitive"),
        Check("name_digits", "Names with digits",
              "Often a test, or a number in the wrong box.", LOOK, "hash"),
        Check("owner_gone", "Owners who have left",
              "Open leads of somebody who does not sign in any more.", GIVE, "user-x"),
        Check("owner_away", "Untouched, and the owner is away",
              "Nothing for 30 days, and their owner takes no leads at the moment.", GIVE, "moon"),
    )
}  # fmt: skip
UNTOUCHED_DAYS = 30
SAMPLE = 50  # findings kept for each owner where a list shows them all
