"""What the buttons and the palette offer for somebody new, as the organisation wants it."""

from headwater.people.organization import LeadMode, organization

NEW_LEAD, NEW_DIRECT = "new_lead", "new_direct"


def in_force(url_name: str) -> str:
    """The URL name that stands for this one now: without leads, nobody makes a new one."""
    is_away = url_name == NEW_LEAD and organization().mode == LeadMode.DIRECT
    return NEW_DIRECT if is_away else url_name


def is_offered(url_name: str) -> bool:
    """Whether an action fits the way the organisation works."""
    unfit = {NEW_LEAD: LeadMode.DIRECT, NEW_DIRECT: LeadMode.LEADS}.get(url_name)
    return unfit is None or organization().mode != unfit
