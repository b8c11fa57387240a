"""What a post still lacks, so that the page can ask for it while the visitor is there."""

from headwater.capture.body import Body
from headwater.capture.form_post import CONSENT, EMBEDDED, TOKEN, TRAP
from headwater.capture.web_form import WebForm


def unanswered(form: WebForm, body: Body) -> dict[str, str]:
    """API name (or "consent") → what to do about it; empty when nothing is to be asked.

    Only a page that we drew asks again. A form that was pasted into another site may be older
    than the question: what it sends is taken as it is.
    """
    is_ours = body.first(TOKEN) and not body.first(EMBEDDED)
    if body.trouble or body.first(TRAP) or not is_ours or not form.is_open:
        return {}
    found = {}
    for question in form.questions:
        given = body.first(question.field.name).strip()
        if question.required and not given:
            is_box = question.field.type == "boolean"
            found[question.field.name] = "Tick this." if is_box else "Fill this in."
        elif given and question.field.type == "email" and "@" not in given.strip("@"):
            found[question.field.name] = "Give a whole address, such as ana@example.com."
    if form.consent and not body.first(CONSENT):
        found[CONSENT] = "Tick the box if you agree; nothing can be sent without it."
    return found


def in_words(form: WebForm, lacking: dict[str, str]) -> str:
    """The reason that the submission keeps."""
    labels = {question.field.name: question.label for question in form.questions}
    named = ", ".join(labels.get(name, "the consent") for name in lacking)
    return f"The form was shown again, because of {named}. Whoever went on has sent another one."
