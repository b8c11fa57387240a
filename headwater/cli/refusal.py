"""A command that cannot do its work says why in one sentence, and ends with a code ≠ 0."""


class Refusal(Exception):
    """One clear sentence for the person who typed the command."""
