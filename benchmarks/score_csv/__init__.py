"""The learned probability on any CSV: the same code that learns from the organisation's leads."""
