"""`headwater config export|plan|apply`: the configuration as a folder of text files."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.cli import django_ready
from headwater.cli.acting_user import acting_user
from headwater.cli.refusal import Refusal

if TYPE_CHECKING:
    from headwater.config.changes import Change

SIGNS = {"added": "+", "changed": "~", "retired": "-", "kept": " "}
DIFFERS = 2  # plan --check: something would change


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and where the files are."""
    deeds = parser.add_subparsers(dest="deed", required=True)
    export = deeds.add_parser("export", help="write what is configured now")
    plan = deeds.add_parser("plan", help="show what apply would change; changes nothing")
    apply = deeds.add_parser("apply", help="make it so, all or nothing")
    for each in (export, plan, apply):
        each.add_argument("folder", type=Path, help="of YAML files, one for each section")
    for each in (plan, apply):
        each.add_argument("--prune", action="store_true", help="retire what no file tells of")
    plan.add_argument("--check", action="store_true", help="exit with 2 where something differs")
    apply.add_argument("--by", default="", metavar="EMAIL", help="default: the first admin")


def run(options: argparse.Namespace) -> int:
    """Export, plan or apply."""
    django_ready.load()
    from headwater.config.changes import Wrong

    try:
        return {"export": _export, "plan": _plan, "apply": _apply}[options.deed](options)
    except Wrong as wrong:
        told = "\n".join(f"  {problem}" for problem in wrong.problems)
        count = len(wrong.problems)
        words = "one mistake" if count == 1 else f"{count} mistakes"
        raise Refusal(f"nothing was changed; {words}:\n{told}") from None
    except OSError as error:
        raise Refusal(f"{error.filename}: {error.strerror}.") from None


def _export(options: argparse.Namespace) -> int:
    from headwater.config import files, taking

    written = files.write(options.folder, taking.export())
    print(f"{len(written)} files in {options.folder}.")
    return 0


def _plan(options: argparse.Namespace) -> int:
    from headwater.config import taking

    changes = taking.foresee(_read(options.folder), prune=options.prune)
    tell(changes)
    return DIFFERS if options.check and any(change.is_made for change in changes) else 0


def _apply(options: argparse.Namespace) -> int:
    from headwater.config import taking

    by = acting_user(options.by)
    tell(taking.take(_read(options.folder), by=by, prune=options.prune))
    return 0


def _read(folder: Path) -> Any:
    from headwater.config import files
    from headwater.config.sections import SECTIONS

    return files.read(folder, {section.name: len(section.key) for section in SECTIONS})


def tell(changes: "list[Change]") -> None:
    """A line a row, then what differs in it, then the sum."""
    section = ""
    for change in changes:
        if change.section != section:
            section = change.section
            print(section)
        note = "   only here; --prune retires it" if change.what == "kept" else ""
        print(f"  {SIGNS[change.what]} {change.name}{note}")
        if change.what == "changed":
            for name, (before, after) in change.differences.items():
                print(f"      {name}: {_said(before)} → {_said(after)}")
    counts = {what: sum(change.what == what for change in changes) for what in SIGNS}
    told = [f"{count} {what}" for what, count in counts.items() if count]
    print(", ".join(told) + "." if told else "Nothing differs.")


def _said(value: Any) -> str:
    return "as usual" if value is None else str(value)
