"""Headwater: every lead answered, none lost, and every decision explained.

Faces (`web`, `api`, `cli`) speak, verbs (`capture` … `measure`) do, nouns (`records`, `criteria`,
`catalog`, `people`) hold. `journey.py` is the story of a lead in one page: read it first.
"""

__version__ = "0.1.0"
