"""What can go wrong between two systems, each said in one sentence."""


class Trouble(Exception):
    """The move cannot go on; the message says why, and what to do."""


class Closed(Trouble):
    """This object cannot be read: it is not there, or the user may not see it."""
