"""Juniper learns from what became of its leads: the first thing that its worker does."""

from headwater import jobs
from headwater.score.learning.versions import learn_now


def arrive() -> None:
    """Ask for it; fitting takes half a minute, for which nobody should wait here."""
    jobs.enqueue(learn_now, by=None)
