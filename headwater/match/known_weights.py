"""The weights in force: what the organisation's own records taught, else the shipped ones."""

from headwater.match.match_run import learned
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.weights import Weights
from headwater.people.standing import kept


def weights_of(kind: str) -> Weights:
    """The weights by which two of a kind ("person", "company") are judged; from memory."""
    return _learned().get(kind, DEFAULT)


@kept
def _learned() -> dict[str, Weights]:
    return {kind: Weights.from_json(values, DEFAULT) for kind, values in learned().items()}
