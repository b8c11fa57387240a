"""What people do that rules may give points for, in words."""

from headwater.records.engagement import Kind

EVENTS = {kind.value: str(kind.label) for kind in Kind}


def sentence(event: str, what: str, interest: str, *, is_per_interest: bool) -> str:
    """“Looked at a page with “/prices”, interest Solar, for each interest apart”."""
    said = EVENTS.get(event, event)
    if what:
        said += f" with “{what}”"
    if interest:
        said += f", interest {interest}"
    return said + (", for each interest apart" if is_per_interest else "")
