"""A folder of YAML: one file a section, a row under its name, in the order of the system.

PyYAML reads and writes; a name that stands twice is a mistake and not the last one wins.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from headwater.config.changes import Said, Wrong

LONGEST = 10_000_000  # bytes of one file
Rows = dict[tuple[str, ...], Said]


class _Writer(yaml.SafeDumper):
    """Long texts stay readable: a line each."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Reader(yaml.SafeLoader):
    """Refuses a name that stands twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if isinstance(name, dict | list):
                raise yaml.constructor.ConstructorError(
                    None, None, "a name is a word", key.start_mark
                )
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{name}” stands here twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def write(folder: Path, sections: Mapping[str, Rows]) -> list[Path]:
    """Write a file for each section, also for one that has no rows."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, rows in sections.items():
        path = folder / f"{name}.yaml"
        path.write_text(dumped(rows), encoding="utf-8")
        written.append(path)
    return written


def dumped(rows: Rows) -> str:
    """The text of one file."""
    nested: dict[str, Any] = {}
    for key, said in rows.items():
        place = nested
        for name in key[:-1]:
            place = place.setdefault(name, {})
        if key:
            place[key[-1]] = said
        else:
            nested = said
    return yaml.dump(
        nested, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=100,
        default_flow_style=False,
    )  # fmt: skip


def read(folder: Path, depths: Mapping[str, int]) -> dict[str, Rows]:
    """The sections that have a file; `depths` says under how many names a row stands.

    Raises Wrong with every file that cannot be read or that no section knows.
    """
    if not folder.is_dir():
        raise Wrong([f"{folder} is no folder."])
    problems, found = [], {}
    for path in sorted(folder.glob("*.y*ml")):
        try:
            if path.stem not in depths:
                known = ", ".join(depths)
                raise ValueError(f"there is no such section; there are {known}.")
            found[path.stem] = loaded(path.read_bytes(), depths[path.stem])
        except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
            problems.append(f"{path.name}: {_why(error)}")
    if not found and not problems:
        problems = [f"{folder} has no .yaml files."]
    if problems:
        raise Wrong(problems)
    return found


def loaded(data: bytes, depth: int) -> Rows:
    """The rows of one file; raises ValueError or YAMLError."""
    if len(data) > LONGEST:
        raise ValueError("the file is too large.")
    nested = yaml.load(data.decode(), _Reader)  # noqa: S506 # the reader is a safe one
    return dict(_rows(nested, (), depth))


def _rows(nested: Any, key: tuple[str, ...], depth: int) -> list[tuple[tuple[str, ...], Said]]:
    if nested is None:
        nested = {}
    if not isinstance(nested, dict):
        where = " under ".join(f"“{name}”" for name in reversed(key)) or "the file"
        raise ValueError(f"{where} needs names with a colon behind them.")
    if not depth:
        return [(key, {str(name): value for name, value in nested.items()})]
    return [
        row for name, inner in nested.items() for row in _rows(inner, (*key, str(name)), depth - 1)
    ]


def _why(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem}."
    if isinstance(error, RecursionError):
        return "it is nested too deeply."
    return str(error).splitlines()[0] if str(error) else "it cannot be read."
