"""Everybody against everybody: the whole base through the match model, by Splink on DuckDB.

Public: `deeds` (start, cancel, work, next_at) and `offline.resolve`. DuckDB and Splink are slow to
import, so that only the steps of a run load them. May import: match, records, people, jobs.
"""
