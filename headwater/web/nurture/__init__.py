"""Nurture: the programs with their figures, a program as vertical steps, its editor and preview.

Public: `urls`, `on_leads` (a lead's programs, and the bulk action). May import: every room below,
web.lists, web.records, web.routing (the builder of criteria).
"""
