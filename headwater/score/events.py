"""What people do that rules may give points for: the kinds of Engagement, in words."""

# Kind → (said of many, said of a person: "… {what}").
EVENTS = {
    "page_view": ("Page views", "Looked at a page"),
    "key_page": ("Views of a key page", "Looked at a key page"),
    "form_start": ("Forms begun", "Began a form"),
    "form_post": ("Forms sent", "Sent a form"),
    "email_open": ("Mails opened", "Opened a mail"),
    "email_click": ("Links clicked in mails", "Clicked a link in a mail"),
    "email_reply": ("Replies", "Replied to a mail"),
    "meeting": ("Meetings", "Met us"),
    "campaign_response": ("Responses to campaigns", "Responded to a campaign"),
}


def sentence(event: str, what: str, interest: str, *, is_per_interest: bool) -> str:
    """“Looked at a page whose address contains /prices, interest Solar, for each interest”."""
    said = EVENTS.get(event, ("", event))[1]
    if what:
        said += f" with “{what}”"
    if interest:
        said += f", interest {interest}"
    return said + (", for each interest" if is_per_interest else "")
