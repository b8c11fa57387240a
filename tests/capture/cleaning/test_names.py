"""Names: taken apart as a colleague would, and cased as their owners write them."""

import pytest

from headwater.capture.cleaning.names import Name, clean_salutation, proper_case, proper_names
from headwater.capture.cleaning.names import split_name as split


@pytest.mark.parametrize(
    ("full", "salutation", "first", "last"),
    [
        ("Dr. Mary-Ann van der Berg", "Dr.", "Mary-Ann", "van der Berg"),
        ("van der Berg, Mary-Ann", "", "Mary-Ann", "van der Berg"),
        ("Smith, Dr. John", "Dr.", "John", "Smith"),
        ("  Jane   Doe ", "", "Jane", "Doe"),
        ("Mr Jones", "Mr.", "", "Jones"),
        ("Prof. Dr. Max Müller", "Prof. Dr.", "Max", "Müller"),
        ("Herr Dr. Max Müller", "Dr.", "Max", "Müller"),
        ("Mme Claire Dupont", "Mrs.", "Claire", "Dupont"),
        ("John E Smith", "", "John E", "Smith"),
        ("John Smith, Jr.", "", "John", "Smith Jr."),
        ("John Smith III", "", "John", "Smith III"),
        ("Smith, Jr.", "", "", "Smith Jr."),
        ("M. Night Shyamalan", "", "M. Night", "Shyamalan"),
        ("Van Morrison", "", "Van", "Morrison"),
        ("Maria de la Cruz Garcia", "", "Maria", "de la Cruz Garcia"),
        ("Ludwig van Beethoven", "", "Ludwig", "van Beethoven"),
        ("山田 太郎", "", "太郎", "山田"),
        ("山田太郎", "", "", "山田太郎"),
        ("Cher", "", "", "Cher"),
        ("Frau", "", "", "Frau"),
        (",", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_split(full: str, salutation: str, first: str, last: str) -> None:
    assert split(full) == Name(salutation, first, last)


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        ("MCDONALD", "McDonald"),
        ("mcgee", "McGee"),
        ("MACDONALD", "MacDonald"),
        ("MACHADO", "Machado"),
        ("O'NEIL", "O'Neil"),
        ("o’neil", "O’Neil"),
        ("D'ANGELO", "D'Angelo"),
        ("VAN DER BERG", "van der Berg"),
        ("de la cruz", "de la Cruz"),
        ("mary-ann", "Mary-Ann"),
        ("JEAN-LUC", "Jean-Luc"),
        ("ÉMILE", "Émile"),
        ("henry smith iii", "Henry Smith III"),
        ("st. john", "St. John"),
        ("j.r.", "J.R."),
        # What is not shouted or whispered was meant so.
        ("McKay", "McKay"),
        ("van Gogh", "van Gogh"),
        ("DiCaprio", "DiCaprio"),
        ("JP", "JP"),
        ("李小龙", "李小龙"),
        ("", ""),
        ("-", "-"),
    ],
)
def test_proper_case(typed: str, proper: str) -> None:
    assert proper_case(typed) == proper


@pytest.mark.parametrize(
    ("typed", "proper"),
    [
        (("JANE", "DOE"), ("Jane", "Doe")),
        (("LI", "NG"), ("Li", "Ng")),
        (("JP", "Smith"), ("JP", "Smith")),
        (("VAN", "MORRISON"), ("Van", "Morrison")),
        (("ludwig", "van beethoven"), ("Ludwig", "van Beethoven")),
        (("", "DOE"), ("", "Doe")),
        (("jane", "Doe"), ("Jane", "Doe")),
        (("", ""), ("", "")),
    ],
)
def test_both_names_are_judged_together(typed: tuple[str, str], proper: tuple[str, str]) -> None:
    assert proper_names(*typed) == proper


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("herr", "Mr."), ("MS", "Ms."), ("Mrs.", "Mrs."), ("prof dr", "Prof. Dr."),
     ("Frau Dr.", "Dr."),
     ("mx.", "Mx."), ("Captain", "Captain"), ("", "")],
)  # fmt: skip
def test_salutation(typed: str, clean: str) -> None:
    assert clean_salutation(typed) == clean
