"""Notices changed code by looking at it twice a second: a few hundred files, a few milliseconds."""

from pathlib import Path

CODE = Path(__file__).parent.parent
WATCHED = (".py", ".html", ".lark", ".txt")


class Changes:
    """What has changed since the last look."""

    def __init__(self, folder: Path = CODE) -> None:
        self.folder = folder
        self.seen = self.look()

    def look(self) -> dict[Path, float]:
        """The time of the last change of each file of code."""
        times = {}
        for path in self.folder.rglob("*.*"):
            if path.suffix in WATCHED:
                try:
                    times[path] = path.stat().st_mtime
                except FileNotFoundError:  # an editor's passing file
                    continue
        return times

    def found(self) -> str:
        """The name of a file that is new, changed or gone; '' if none is."""
        now = self.look()
        changed = sorted(path for path, _ in now.items() ^ self.seen.items())
        self.seen = now
        return str(changed[0].relative_to(self.folder)) if changed else ""
