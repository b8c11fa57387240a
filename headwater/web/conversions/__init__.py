"""Converting many leads: from any list to a dry run, its start, its progress, and back again."""
