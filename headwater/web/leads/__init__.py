"""Leads as pages: the list, one lead with its story, and the deeds on it."""
