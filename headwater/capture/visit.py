"""How somebody came: what the address, the page and our script told about the visit.

It travels beside the answers, in parameters of these names, whatever door they go through; where
only the address of the page is known (`Referer`), its query says what it can.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from headwater.capture.body import restore

# Parameter → how it is said. The script that lends them to pasted forms has the same names.
ADVERTISING = {
    "utm_source": "Source", "utm_medium": "Medium", "utm_campaign": "Campaign tag",
    "utm_term": "Search term", "utm_content": "Advertisement", "gclid": "Google click",
    "fbclid": "Facebook click", "msclkid": "Microsoft click",
}  # fmt: skip
PAGES = {"came_from": "Came from", "landing_page": "First page", "form_page": "Page of the form"}
LABELS = ADVERTISING | PAGES
LONGEST = 1000  # characters kept of one


def parameters_of(address: str) -> dict[str, list[str]]:
    """The query of a page's address; nothing of one that cannot be read."""
    try:
        return parse_qs(urlsplit(address).query, max_num_fields=200)
    except ValueError:
        return {}


def told_by(address: str) -> dict[str, str]:
    """The advertising parameters in the query of a page's address."""
    query = parameters_of(address)
    return {name: query[name][0][:LONGEST] for name in ADVERTISING if query.get(name)}


def visit_of(payload: Any, referrer: str = "") -> dict[str, str]:
    """Parameter → text of what a submission tells about the visit, in the order of LABELS."""
    sent = payload if isinstance(payload, Mapping) else {}
    told = {name: _first(sent.get(name)) for name in LABELS}
    if not any(told[name] for name in ADVERTISING):
        told |= told_by(told["form_page"]) or told_by(referrer)
    told["form_page"] = told["form_page"] or referrer
    return {name: text[:LONGEST] for name, text in told.items() if text}


def said(visit: Mapping[str, str]) -> str:
    """The visit in a few words: “google, cpc, spring” or the site somebody came from."""
    words = [visit[name] for name in ("utm_source", "utm_medium", "utm_campaign") if name in visit]
    if words:
        return " · ".join(words)
    for name, site in (("gclid", "Google"), ("fbclid", "Facebook"), ("msclkid", "Microsoft")):
        if name in visit:
            return f"{site} advertisement"
    return site_of(visit.get("came_from", ""))


def site_of(address: str) -> str:
    """The host of an address, '' when it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _first(value: Any) -> str:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str) and each.strip()), "")
    return restore(value).strip() if isinstance(value, str) else ""
