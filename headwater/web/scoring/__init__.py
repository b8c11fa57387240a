"""Pages of the score rules: draft, grid, trying one lead, replay, versions; a lead's score panel.

Public: `urls`, `panel.of_lead`, `pages.state`. May import: every room below; web.routing.criteria
(criteria inside a form), web.setup.access, web.records.
"""
