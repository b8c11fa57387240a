"""Pages of the assignment rules: draft, cases, replay, versions; why a lead is whose it is.

Public: `urls`. May import: every room below; web.lists (the builder of criteria), web.records.
"""
