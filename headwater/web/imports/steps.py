"""Where an import stands on its way: file, columns, dry run, run, result."""

from typing import Any

from headwater.records.models import ImportJob

State = ImportJob.State
WORDS = ("File", "Columns", "Dry run", "Run", "Result")
PLACES = {State.UPLOADED: 1, State.CHECKING: 2, State.CHECKED: 2, State.RUNNING: 3, State.PAUSED: 3}


def of(state: str) -> list[dict[str, Any]]:
    """The steps as parts/status_path.html draws them; '' is a file that is not there yet."""
    here = PLACES.get(State(state), len(WORDS) - 1) if state else 0
    return [
        {
            "word": word, "is_past": place < here, "is_current": place == here,
            "is_end": place == len(WORDS) - 1,
        }
        for place, word in enumerate(WORDS)
    ]  # fmt: skip
