"""Duplicates: the queue of pairs that wait for people, the review, merging, unmerging, and likely
matches while one types.

What a match is and what merging does is decided below; these pages ask, show and offer Undo.
"""
