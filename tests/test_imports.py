"""The house keeps its shape: imports go down only, and no file grows beyond what one can read."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "headwater"
ROOMS = sorted(path.parent for path in HOUSE.glob("*/__init__.py"))
# Where it lies → lines at most.
LIMITS = {
    "**/*.py": 300,
    "**/templates/**/*.html": 120,
    "**/static/**/*.css": 150,
    "**/static/**/elements/*.js": 60,
}
LONGEST_FUNCTION = 30
# Names of layers and drawers, not of things.
NAMELESS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "common",
    "misc",
}
# What may be longer, and why.
LONGER = {
    "headwater/web/static/web/elements/chart-marks.js":
        "walks and reads out: halves would share all that they hold",
}  # fmt: skip
LONGER_FUNCTIONS: dict[str, str] = {}
# The house itself, and what only `bin/test` needs.
OURS = {"headwater", "playwright"}
MORE_THAN_WORDS = {"cli": "the entry point of the installed command is `headwater.cli:main`"}


def test_what_is_imported_is_required_by_name() -> None:
    """A library that comes along with another may leave with it: what we use, we ask for."""
    asked = {
        re.split(r"[\[<>=]", line.strip())[0].lower()
        for line in (ROOT / "requirements.in").read_text().splitlines()
        if line.strip() and not line.startswith("#")
    }
    brought = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in HOUSE.rglob("*.py")
        for name in imported(path) - set(sys.stdlib_module_names) - OURS
        if not {each.lower().replace("_", "-") for each in brought.get(name, [])} & asked
    }
    assert not missing


def imported(path: Path) -> set[str]:
    """The first names of everything that a module imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_imports_go_down_only_and_verbs_never_import_each_other() -> None:
    assert (
        cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
        == 0
    )


@pytest.mark.parametrize("pattern", LIMITS)
def test_files_can_be_read_in_one_go(pattern: str) -> None:
    too_long = [
        f"{name}: {count} lines"
        for path in HOUSE.glob(pattern)
        if "migrations" not in path.parts
        and (count := len(path.read_text().splitlines())) > LIMITS[pattern]
        and (name := path.relative_to(ROOT).as_posix()) not in LONGER
    ]
    assert not too_long


def test_functions_do_one_thing() -> None:
    too_long = [
        f"{name}: {length} lines" for name, length in functions()
        if length > LONGEST_FUNCTION and name not in LONGER_FUNCTIONS
    ]  # fmt: skip
    assert not too_long


def test_most_functions_are_short() -> None:
    lengths = sorted(length for _, length in functions())
    assert lengths[len(lengths) // 2] <= 10


def test_files_are_named_for_what_is_in_them() -> None:
    assert not [path for path in HOUSE.rglob("*.py") if path.stem in NAMELESS]


@pytest.mark.parametrize(
    "room", [room for room in ROOMS if room.name not in MORE_THAN_WORDS], ids=lambda room: room.name
)
def test_a_room_says_what_it_is_for_and_nothing_else(room: Path) -> None:
    body = ast.parse((room / "__init__.py").read_text()).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)
    assert isinstance(body[0].value, ast.Constant)


def test_every_exception_is_still_needed() -> None:
    for name in LONGER:
        assert (ROOT / name).exists()
    long = {name for name, length in functions() if length > LONGEST_FUNCTION}
    assert set(LONGER_FUNCTIONS) <= long


def functions() -> Iterator[tuple[str, int]]:
    """Every function as `path:name` with its lines, without decorators and docstring."""
    for path in HOUSE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(ROOT).as_posix()}:{node.name}"
                yield name, (node.end_lineno or 0) - node.lineno + 1 - _docstring(node)


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    has_one = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return (first.end_lineno or 0) - first.lineno + 1 if has_one else 0
