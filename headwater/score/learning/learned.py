"""What was learned, ready to say something about rows: plain numbers in, probabilities out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.score.learning import calibrating, encoding, reasons
from headwater.score.learning.encoding import Bins
from headwater.score.learning.scorecard import Scorecard
from headwater.score.learning.table import Floats, Table
from headwater.score.learning.trees import Trees

Reason = dict[str, Any]


@dataclass(frozen=True)
class Learned:
    """`line` is the calibration; `usual` what each column adds on average, in log-odds."""

    kind: str
    columns: Sequence[Bins]
    fitted: Scorecard | Trees
    line: tuple[float, float]
    usual: Floats

    def probabilities(self, table: Table) -> Floats:
        """One between 0 and 1 for each row."""
        places = encoding.encode(table, self.columns)
        return calibrating.said(self.fitted.log_odds(places), self.line)

    def explained(self, table: Table) -> list[tuple[float, list[Reason]]]:
        """The probability of each row and its strongest reasons: [{"words", "weight"}]."""
        places = encoding.encode(table, self.columns)
        parts = self.fitted.parts(places)
        said = calibrating.said(self.fitted.log_odds(places), self.line)
        beyond = (parts - self.usual) * self.line[0]
        order = np.argsort(-np.abs(beyond), axis=1)[:, : reasons.MOST]
        return [
            (float(said[row]), self._reasons(places[row], beyond[row], order[row]))
            for row in range(len(places))
        ]

    def _reasons(self, places: Any, beyond: Any, order: Any) -> list[Reason]:
        return [
            {
                "words": sentence(self.columns[n], int(places[n])),
                "weight": round(float(beyond[n]), 2),
            }
            for n in order.tolist() if abs(beyond[n]) >= reasons.LEAST
        ]  # fmt: skip

    def dump(self) -> dict[str, Any]:
        """As plain lists, numbers and texts."""
        return {
            "kind": self.kind, "columns": encoding.dump(self.columns),
            "fitted": self.fitted.dump(), "line": list(self.line), "usual": self.usual.tolist(),
        }  # fmt: skip

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "Learned":
        made: type[Scorecard] | type[Trees] = Scorecard if stored["kind"] == "scorecard" else Trees
        slope, shift = stored["line"]
        return cls(
            stored["kind"], encoding.load(stored["columns"]), made.load(stored["fitted"]),
            (slope, shift), np.array(stored["usual"]),
        )  # fmt: skip


def sentence(bins: Bins, place: int) -> str:
    """What is so about a lead: "Lead source: Partner", "Page views: 9 or more"."""
    return f"{bins.label}: {bins.words(place)}"
