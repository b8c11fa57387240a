"""Many leads are converted at once: planned, tried out, carried out in chunks, taken back.

Public: `deeds.convert`, `convert_many`, `take_back`, `take_back_many`, the door to converting for
one lead and for many; `plan.plan(leads, by=, how=)` decides what each lead becomes; `runs.prepare`,
`runs.start`, `runs.cancel`, `runs.begin_undo`. May import: `deeds` and `plan` and what they stand
on: match, qualify, convert, route and nouns; `runs` and its work also jobs and statements.
"""
