"""The refusal of a file, in words for the person who chose it."""


class Unreadable(ValueError):
    """This file cannot be brought in; the message says why and what to do."""
