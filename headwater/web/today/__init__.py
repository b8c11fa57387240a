"""Today: the one list that says whom to call next and why, with the person beside it."""
