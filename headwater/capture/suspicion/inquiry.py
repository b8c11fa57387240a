"""What the signals look at: one inquiry as its draft tells it, and what is known beside it."""

from dataclasses import dataclass
from functools import cached_property

from headwater.capture.suspicion.writing import LINK, MARKUP, links_in, scripts_of
from headwater.capture.web_form import WebForm
from headwater.records.draft import Draft
from headwater.records.keys import is_disposable_domain

LONGEST = 5_000  # characters; a pattern that long has shown itself


@dataclass
class Inquiry:
    """`senders` counts everybody who sent these very words of late; `proof` is '' or the trouble
    with the proof of work, None when nobody asked for one; `captcha` likewise."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    email: str = ""
    message: str = ""
    page: str = ""  # the words of the form itself, whose script a visitor has read
    senders: int = 1
    proof: str | None = None
    captcha: str | None = None

    @cached_property
    def names(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @cached_property
    def links(self) -> int:
        return links_in(self.message)

    @cached_property
    def words_beside_links(self) -> str:
        return MARKUP.sub(" ", LINK.sub(" ", self.message)).strip(" \t\r\n.,:;!-–—>")

    @cached_property
    def is_disposable(self) -> bool:
        return is_disposable_domain(self.email.rpartition("@")[2])

    @cached_property
    def script(self) -> str:
        """The script that most of the message is written in, '' when it is too short to tell."""
        return scripts_of(self.message).most(20)

    @cached_property
    def known_scripts(self) -> frozenset[str]:
        """The scripts of the name, the company and the page."""
        return scripts_of(f"{self.names} {self.company} {self.page}").all


def inquiry_of(draft: Draft, form: WebForm | None) -> Inquiry:
    """The texts of a draft; custom fields that hold texts belong to the message."""
    said = draft.values
    message = [str(said.get("description") or "")]
    message += [v for name, v in said.items() if name.endswith("__c") and isinstance(v, str)]
    return Inquiry(
        first_name=_text(said, "first_name"),
        last_name=_text(said, "last_name"),
        company=_text(said, "company"),
        email=_text(said, "email").lower(),
        message="\n".join(part for part in message if part)[:LONGEST],
        page=f"{form.name} {form.intro} {form.button}" if form else "",
    )


def _text(said: dict[str, object], name: str) -> str:
    return str(said.get(name) or "").strip()[:300]
