"""What somebody is good for: plain tags, by kind. Leads are matched to them by a field."""

from collections.abc import Iterable, Mapping, Sequence

KINDS: Mapping[str, str] = {
    "language": "Language",
    "territory": "Territory",
    "product": "Product",
    "segment": "Segment",
}


def tags(text: str) -> list[str]:
    """What was typed, with commas between: “fr, de” → ["fr", "de"], each once."""
    said = (part.strip() for part in text.replace(";", ",").split(","))
    return list(dict.fromkeys(part for part in said if part))


def fits(tags: Iterable[str], asked: Sequence[str]) -> bool:
    """Whether one of the tags is among what is asked, whatever the case; fr stands for fr-CH, too.

    Who is asked for nothing fits.
    """
    if not asked:
        return True
    wanted = [each.casefold() for each in asked]
    known = [tag.casefold() for tag in tags]
    return any(want == tag or want.startswith(f"{tag}-") for want in wanted for tag in known)
