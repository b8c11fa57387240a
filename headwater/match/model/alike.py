"""How alike two texts are: the same measures that DuckDB has under the names beside them."""

from collections.abc import Sequence

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein

jaro_winkler = JaroWinkler.similarity  # jaro_winkler_similarity
_edits = DamerauLevenshtein.distance  # damerau_levenshtein
_plain_edits = Levenshtein.distance  # levenshtein


def is_within(one: str, other: str, edits: int) -> bool:
    """At most so many letters changed, added, left out or exchanged with their neighbours."""
    if abs(len(one) - len(other)) > edits:
        return False
    return _edits(one, other, score_cutoff=edits) <= edits


def is_within_share(one: str, other: str, letters: float) -> bool:
    """At most one edit for every so many letters of the longer text."""
    most = int(max(len(one), len(other)) / letters)
    return abs(len(one) - len(other)) <= most and _edits(one, other, score_cutoff=most) <= most


def is_roughly_within(one: str, other: str, letters: float) -> bool:
    """The same, where an exchange of neighbours is two edits: many times faster in DuckDB."""
    most = int(max(len(one), len(other)) / letters)
    return _plain_edits(one, other, score_cutoff=most) <= most  # looks at the lengths first


def share(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether something is in both: list_has_any."""
    for each in one:  # noqa: SIM110 - any() takes twice as long
        if each in other:
            return True
    return False


def contains(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether all of the second is in the first: list_has_all; false for nothing."""
    if not other:
        return False
    for each in other:  # noqa: SIM110
        if each not in one:
            return False
    return True


def within_sql(one: str, other: str, edits: int) -> str:
    """`is_within` in SQL; lengths first, they are cheap."""
    return f"({_lengths(one, other, edits)} AND {_within(one, other, edits)})"


def within_share_sql(one: str, other: str, letters: float) -> str:
    """`is_within_share` in SQL."""
    most = _most(one, other, letters)
    return f"({_lengths(one, other, most)} AND {_within(one, other, most)})"


def roughly_within_sql(one: str, other: str, letters: float) -> str:
    """`is_roughly_within` in SQL."""
    most = _most(one, other, letters)
    return f"({_lengths(one, other, most)} AND levenshtein({one}, {other}) <= {most})"


def _most(one: str, other: str, letters: float) -> str:
    return f"floor(greatest(length({one}), length({other})) / {letters})"


def _lengths(one: str, other: str, edits: int | str) -> str:
    return f"abs(length({one}) - length({other})) <= {edits}"


def _within(one: str, other: str, edits: int | str) -> str:
    # An exchange is two plain edits, which DuckDB counts seven times as fast.
    return (
        f"levenshtein({one}, {other}) <= 2 * {edits}"
        f" AND damerau_levenshtein({one}, {other}) <= {edits}"
    )


def similar_sql(one: str, other: str, least: float) -> str:
    return f"jaro_winkler_similarity({one}, {other}) >= {least}"
