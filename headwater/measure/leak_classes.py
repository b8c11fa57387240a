"""The classes of the leak report: what each means, and what mends it, in plain words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeakClass:
    """`meaning` completes “These leads …”; `{…}` names a limit of the settings."""

    key: str
    name: str
    meaning: str
    mends: str


FINE = LeakClass(
    "fine", "Fine", "have an owner and a next step, and nobody waits for an answer", ""
)
# In the order of precedence: a lead is in the first that is true of it.
LEAKING = (
    LeakClass(
        "no_owner", "No owner", "are in a queue that nobody active works in",
        "Give them to somebody.",
    ),
    LeakClass(
        "owner_inactive", "Owner inactive", "belong to somebody who has left, or to a closed queue",
        "Give them to somebody who is there.",
    ),
    LeakClass(
        "queue_old", "Queue too old",
        "wait in a queue for more than {queue_hours} hours, or the queue's own alarm rang",
        "Give them to somebody; nobody took them.",
    ),
    LeakClass(
        "unread_reply", "Unread reply", "wrote back, and nobody has written or called since",
        "Answer them, or have their owners reminded.",
    ),
    LeakClass(
        "clock_broken", "Clock broken", "were promised an answer or a step that did not come",
        "Call them, or give them to somebody who can.",
    ),
    LeakClass(
        "bounced", "Bounced", "cannot be reached at their address, and no other step is planned",
        "Plan a call for another address.",
    ),
    LeakClass(
        "duplicate", "Duplicate waiting",
        "may be somebody we know, and nobody has decided for {duplicate_days} days",
        "Decide: merge them, or keep them apart.",
    ),
    LeakClass(
        "overdue", "Overdue", "have something to do whose day is past",
        "Put it on the next working day, or do it now.",
    ),
    LeakClass(
        "no_next_step", "No next step",
        "have nothing planned, {step_hours} hours after they came",
        "Plan a next step for each.",
    ),
    LeakClass(
        "stuck", "Stuck in status", "have stood in one status for more than {stuck_days} days",
        "Move them on, or close them with a reason.",
    ),
)  # fmt: skip
CLASSES = (*LEAKING, FINE)
BY_KEY = {each.key: each for each in CLASSES}
