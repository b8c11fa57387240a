"""A condition as a sentence that a person reads without knowing SOQL."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef
from headwater.criteria.check import kind_of
from headwater.criteria.english_dates import comparing
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.paths import Joins
from headwater.criteria.print import number_text, value_text
from headwater.criteria.strings import plain
from headwater.criteria.tree import (
    Among,
    And,
    Bool,
    Comparison,
    Currency,
    Date,
    DateLiteral,
    DateTime,
    InList,
    Not,
    Null,
    Number,
    Or,
    Path,
    Pattern,
    Single,
    Text,
    Tree,
)

OPPOSITE = {"!=": "=", "NOT IN": "IN", "EXCLUDES": "INCLUDES"}
NUMBERS = {"=": "", "<": "under ", "<=": "at most ", ">": "over ", ">=": "at least "}
TEXTS = {"=": "", "<": "before ", "<=": "up to ", ">": "after ", ">=": "from "}


def english(rule: str | Tree, object_name: str, *, names: Mapping[str, str] | None = None) -> str:
    """The rule in plain words; `names` tells what to say for an 18-character id."""
    tree = parse(rule) if isinstance(rule, str) else rule
    if tree == And(()):
        return f"Every {objects.get(object_name).label.lower()}"
    said = Sentence(object_name, names or {}).of(tree)
    return said[:1].upper() + said[1:]


class Sentence:
    """Says a tree with the labels of one object."""

    def __init__(self, object_name: str, names: Mapping[str, str]) -> None:
        self.joins = Joins(object_name, "t")
        self.names = names

    def of(self, tree: Tree, *, is_negated: bool = False) -> str:
        if isinstance(tree, Comparison):
            return self._comparison(tree, is_negated)
        if isinstance(tree, Not):
            return self.of(tree.part, is_negated=not is_negated)
        if is_negated:
            return self._negated(tree)
        return _joined(
            [self._part(part) for part in tree.parts], "and" if isinstance(tree, And) else "or"
        )

    def _part(self, tree: Tree) -> str:
        """A part of a longer sentence: words take the place of its brackets."""
        said = self.of(tree)
        if isinstance(tree, Or) and tree.parts:
            return f"either {said}"
        if isinstance(tree, And) and tree.parts:
            return f"{'both' if len(tree.parts) == 2 else 'all of'} {said}"
        return said

    def _negated(self, tree: And | Or) -> str:
        if isinstance(tree, Or):
            parts = [self._part(part) for part in tree.parts]
            return f"neither {_joined(parts, 'nor')}"
        count = "both" if len(tree.parts) == 2 else "all of"
        return f"not {count} {_joined([self._part(part) for part in tree.parts], 'and')}"

    def _comparison(self, comparison: Comparison, is_negated: bool) -> str:
        try:
            field = self.joins.find(comparison.field, comparison.position).field
        except CriteriaError:
            return f"{comparison.field} (a field that is gone) is something"
        operator, value = comparison.operator, comparison.value
        if isinstance(value, Among):
            return f"{comparison.field} {operator} {value_text(value)}"
        if operator in OPPOSITE:
            operator, is_negated = OPPOSITE[operator], not is_negated
        label = self._label(comparison.field, field)
        return f"{label} {self._predicate(field, operator, value, is_negated)}"

    def _label(self, path: Path, field: FieldDef) -> str:
        own = sentence_case(field.label)
        if kind_of(field) == "id" and own.endswith(" ID"):
            own = own[:-3]
        if len(path.parts) == 1:
            return own
        parent = "’s ".join(_spaced(part) for part in path.parts[:-1])
        name = "name" if own == "Full name" else own[:1].lower() + own[1:]
        return sentence_case(f"{parent}’s") + f" {own if own[:2].isupper() else name}"

    def _predicate(
        self, field: FieldDef, operator: str, value: Single | InList, is_negated: bool
    ) -> str:
        no = "not " if is_negated else ""
        if isinstance(value, InList):
            return self._listed(field, operator, value.values, is_negated)
        if isinstance(value, Null) or value == Text(""):
            return f"is {no}empty"
        if isinstance(value, Bool):
            return f"is {'not ' if is_negated == value.value else ''}checked"
        if isinstance(value, Pattern):
            return _likeness(value.value, is_negated)
        if isinstance(value, Date | DateTime | DateLiteral):
            return f"is {no}{comparing(operator, value)}"
        words = NUMBERS if isinstance(value, Number | Currency) else TEXTS
        return f"is {no}{words[operator]}{self._said(field, value)}"

    def _listed(
        self, field: FieldDef, operator: str, values: Sequence[Single], is_negated: bool
    ) -> str:
        said = [self._said(field, value) for value in values]
        if operator == "INCLUDES":
            verb = "does not include" if is_negated else "includes"
            words = [" and ".join(each.split(";")) if isinstance(value, Text) else each
                     for each, value in zip(said, values, strict=True)]  # fmt: skip
            return f"{verb} {_joined(words, 'or')}"
        if len(said) == 1:
            return self._predicate(field, "=", values[0], is_negated)
        return f"is {'none' if is_negated else 'one'} of {', '.join(said)}"

    def _said(self, field: FieldDef, value: Single) -> str:  # noqa: PLR0911
        match value:
            case Text(text) if kind_of(field) == "id":
                return self._named(text)
            case Text(text):
                return _quoted(text) if text else "empty"
            case Number(number):
                return grouped(number_text(number)) + ("%" if field.type == "percent" else "")
            case Currency(code, amount):
                return f"{code} {grouped(number_text(amount))}"
            case Date() | DateTime() | DateLiteral():
                return comparing("", value)
            case Null():
                return "empty"
        return value_text(value)

    def _named(self, text: str) -> str:
        try:
            full = ids.encode(*ids.decode(text))
        except ids.MalformedId:
            return text
        return self.names.get(full) or self.names.get(text) or text


def sentence_case(label: str) -> str:
    """`Annual Revenue` → `Annual revenue`, while `SIC Code` keeps its capitals."""
    first, *rest = label.split(" ")
    return " ".join([first[:1].upper() + first[1:], *(_lowered(word) for word in rest)])


def _lowered(word: str) -> str:
    return word if word[1:] != word[1:].lower() or len(word) == 1 else word.lower()


def _spaced(relationship: str) -> str:
    """`ConvertedAccount` → `Converted account`."""
    bare = relationship.removesuffix("__r").replace("_", " ")
    words = "".join(f" {char}" if char.isupper() else char for char in bare).split()
    return sentence_case(" ".join(words))


def grouped(number: str) -> str:
    """Thousands apart: `-1234567.5` → `-1,234,567.5`."""
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole not in ("-0", "") else number


def _likeness(pattern: str, is_negated: bool) -> str:
    """What a LIKE asks for, for the four shapes that people use."""
    starts, ends = pattern.startswith("%"), pattern.endswith("%") and not pattern.endswith("\\%")
    core = pattern[starts : len(pattern) - ends] if len(pattern) > 1 else ""
    text = plain(core) if core else None
    does = "does not " if is_negated else ""
    if text is None:
        no = "not " if is_negated else ""
        if pattern and not pattern.strip("%"):
            return f"is {'' if is_negated else 'not '}empty"
        return f"is {no}like {_quoted(pattern)}"
    if not (starts or ends):
        return f"is {'not ' if is_negated else ''}{_quoted(text)}"
    verb = "contain" if starts and ends else "begin" if ends else "end"
    link = "" if starts and ends else " with"
    return f"{does}{verb}{'' if is_negated else 's'}{link} {_quoted(text)}"


def _quoted(text: str) -> str:
    """Text as it is, in quotes where it would run into the sentence."""
    words = set(text.lower().split())
    is_unclear = (
        not text.strip()
        or text != text.strip()
        or "," in text
        or words & {"and", "or", "not", "nor"}
    )
    return f"“{text}”" if is_unclear else text


def _joined(parts: Sequence[str], word: str) -> str:
    """`A and B`; with a comma before the word where the part before it has one itself."""
    said = parts[0] if parts else ""
    for before, part in pairwise(parts):
        is_list = "," in before and (" one of " in before or " none of " in before)
        said += f"{',' if is_list else ''} {word} {part}"
    return said
