"""How visitors of Juniper Solar's site came: what its forms tell beside the answers."""

from random import Random

from headwater.sample.inquiries import Inquiry

SITE = "https://www.junipersolar.example"
GOOGLE = {"utm_source": "google", "utm_medium": "cpc", "came_from": "https://www.google.com/"}
# Form ('' is the Web-to-Lead form of the search ads) → visits, each as likely as the others.
VISITS: dict[str, tuple[dict[str, str], ...]] = {
    "quote": (
        GOOGLE | {"utm_campaign": "solar-business", "utm_term": "solar roof warehouse",
                  "landing_page": f"{SITE}/business"},
        GOOGLE | {"utm_campaign": "solar-brand", "utm_term": "juniper solar",
                  "landing_page": f"{SITE}/"},
        {"came_from": "https://www.bing.com/", "landing_page": f"{SITE}/battery"},
        {"landing_page": f"{SITE}/"},
        {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "winter-peak",
         "landing_page": f"{SITE}/stories/dairy"},
    ),
    "guide": (
        {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "cold-store-guide",
         "landing_page": f"{SITE}/guide"},
        {"utm_source": "linkedin", "utm_medium": "social", "utm_campaign": "cold-store-guide",
         "came_from": "https://www.linkedin.com/", "landing_page": f"{SITE}/guide"},
        {"came_from": "https://coldchain-weekly.example/solar", "landing_page": f"{SITE}/guide"},
    ),
    "": (
        GOOGLE | {"utm_campaign": "homeowner-search", "utm_term": "solar panels home",
                  "landing_page": f"{SITE}/home"},
        GOOGLE | {"utm_campaign": "homeowner-search", "utm_term": "battery for house",
                  "landing_page": f"{SITE}/home/battery"},
    ),
}  # fmt: skip
PAGES = {"quote": "/contact", "guide": "/guide", "": "/home"}


def visit_of(inquiry: Inquiry) -> dict[str, list[str]]:
    """The parameters that this inquiry's page carried; the same for the same person every time."""
    form = inquiry.way.form
    chosen = Random(str(inquiry.values.get("email"))).choice(VISITS.get(form) or ({},))
    told = chosen | {"form_page": SITE + PAGES.get(form, "/")}
    return {name: [text] for name, text in told.items()}
