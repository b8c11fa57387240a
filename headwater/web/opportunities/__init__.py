"""Opportunities: list, board by stage, one deal with its path, moving it, a new one.

Early stages stand apart from the pipeline everywhere: they are in no forecast.
"""
