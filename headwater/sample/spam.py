"""What also comes through Juniper Solar's doors: robots, and one visitor who forgot to say who."""

from datetime import datetime, timedelta

from headwater import intake
from headwater.capture import form_post
from headwater.capture.body import Body
from headwater.capture.models import KnownSender, WebForm
from headwater.capture.receiving import Post, Sender, receive
from headwater.capture.suspicion.senders import put_on_list
from headwater.people.models import User
from headwater.records.submission import Door, State
from headwater.sample.time_travel import at

ROBOT = "Mozilla/5.0 (compatible)"
# Hours ago, form, the last part of the network address, what was sent.
SENT = (
    (300, "quote", 7, {
        "LastName": "Robert Kew", "Email": "robert.kew@mailinator.com",
        "Description": "[url=http://seo.example/rank]Rank first on every page[/url] "
        "http://seo.example/offer http://seo.example/price",
    }),
    (141, "guide", 23, {
        "FirstName": "xKqvTzWpLm", "LastName": "xKqvTzWpLm", "Email": "office@leads-lists.example",
        "Company": "google",
    }),
    (76, "quote", 61, {
        "LastName": "Anna www.meet-me.example", "Email": "anna@meet-me.example",
        "Description": "https://meet-me.example/anna",
    }),
    (52, "quote", 88, {
        "FirstName": "Dmitri", "LastName": "Loans", "Email": "loans@quick-cash.example",
        "homepage": "https://quick-cash.example", "Description": "Business loans without papers.",
    }),
    (9, "guide", 102, {
        "FirstName": "Priority", "LastName": "Data", "Email": "sales@leads-lists.example",
        "Description": "400,000 verified buyers of solar, delivered by tomorrow.",
    }),
    (3, "quote", 115, {"Property__c": "Home", "Description": "How much for a roof of 60 m²?"}),
)  # fmt: skip


def arrive(until: datetime, *, known_by: User) -> None:
    """Each through the form's door at its time; the intake decides."""
    put_on_list(
        "leads-lists.example", KnownSender.Verdict.SET_ASIDE, by=known_by,
        note="Sells lists; asked three times to stop",
    )  # fmt: skip
    forms = {form.slug: form for form in WebForm.objects.all()}
    for hours, slug, host, said in SENT:
        moment = until - timedelta(hours=hours)
        parameters = {name: [text] for name, text in said.items()} | {form_post.EMBEDDED: ["1"]}
        why = form_post.suspicion(forms[slug], Body(parameters))
        with at(moment):
            receive(
                Post(
                    Door.FORM, parameters, form=slug, sender=Sender(f"203.0.113.{host}", ROBOT),
                    state=State.QUARANTINED if why else State.WAITING, reason=why,
                ),
                at=moment,
            )  # fmt: skip
            intake.drain()
