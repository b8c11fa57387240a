"""How many rows of which kind go along, as people say it."""

from collections.abc import Mapping, Sequence

from headwater.web.templatetags.words import plural

# The kinds of `merge.relations` in the singular and the plural.
KINDS = {
    "tasks and calls": "task or call,tasks and calls",
    "meetings": "meeting",
    "e-mails": "e-mail",
    "notes": "note",
    "inquiries": "inquiry,inquiries",
    "campaigns": "campaign",
    "consents": "word on consent,words on consent",
    "contacts": "contact",
    "opportunities": "opportunity,opportunities",
    "parts in opportunities": "part in an opportunity,parts in opportunities",
    "conversions": "conversion",
    "recognised leads": "recognised lead",
    "leads that became this contact": "lead that it was,leads that it was",
    "leads that became this account": "lead that it was,leads that it was",
    "accounts below": "account below,accounts below",
    "answers": "answer",
    "call notes": "call note",
    "hand-offs": "hand-off",
    "cadences": "cadence",
    "programs": "program",
    "visits, opens and clicks": "visit or click,visits and clicks",
    "browsers": "browser",
    "people who report here": "person who reports here,people who report here",
}
# A logged call is its task, too; a clock is no thing that people count.
UNTOLD = frozenset({"logged calls", "response clocks"})


def in_words(counts: Mapping[str, int]) -> str:
    """“3 tasks and calls, 2 e-mails and 1 campaign”, '' when it is nothing."""
    return listed([
        plural(count, KINDS.get(kind, f"{kind},{kind}"))
        for kind, count in counts.items() if count and kind not in UNTOLD
    ])  # fmt: skip


def listed(said: Sequence[str]) -> str:
    """“a, b and c”."""
    return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))
