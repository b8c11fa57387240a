"""Matching rules and duplicate rules as settings: what is alike, what is done about it.

Public: `known.rules(object_name)` (from memory), `decide.decide(…)` (pure), `step.obey(batch)` (a
step of the journey), `ask.ask(…)` (one record of a page or a program), `report.report(…)` (pairs),
`history.replay(…)` (what a rule would have caught).
May import: records, criteria, catalog, people, and match's own identity, model and search.
"""
