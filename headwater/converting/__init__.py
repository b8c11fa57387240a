"""Many leads are converted at once: planned, tried out, carried out in chunks, taken back.

Public: `plan.plan(leads, by=, how=)` decides what each lead becomes; `runs.prepare`, `runs.start`,
`runs.cancel`, `runs.begin_undo`. May import: `plan` and what it stands on: match, qualify, convert
and nouns; `runs` and its work also the journey, jobs and statements.
"""
