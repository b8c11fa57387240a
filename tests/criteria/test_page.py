"""The page docs/criteria.md says what is so."""

import re
from pathlib import Path

import pytest

from headwater.criteria import dates
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse

PAGE = (Path(__file__).parents[2] / "docs" / "criteria.md").read_text(encoding="utf-8")
ANSWERS = re.findall(
    r"^\| `([^|]+)` \| (.+) \|$", PAGE.partition("## When something")[2], re.MULTILINE
)


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "answer"), ANSWERS)
def test_its_answers_are_the_answers(written: str, answer: str) -> None:
    with pytest.raises(CriteriaError) as caught:
        parse(written, "Lead")
    assert str(caught.value) == answer


@pytest.mark.django_db
def test_its_sentence_is_the_sentence() -> None:
    condition = PAGE.partition("```\n")[2].partition("\n```")[0]
    assert f"“{english(condition, 'Lead')}”" in " ".join(PAGE.split())


def test_it_names_words_that_are_known() -> None:
    words = re.findall(
        r"`([A-Z]+(?:_[A-Z0-9]+)*)(:n)?`", PAGE.partition("## Date words")[2].partition("##")[0]
    )
    assert len(words) > 12
    assert all(name in (dates.WITH_NUMBER if n else dates.PLAIN) for name, n in words)
