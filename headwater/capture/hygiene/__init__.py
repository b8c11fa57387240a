"""Hygiene: what has gone stale or was never right in the open leads, found week by week.

Public: `look.look` (one run over all open leads, set by set), `checks.CHECKS` (what is looked for),
`fixing.fix_some`, `fixing.take_back_some` (a portion of a fix, and its undo). The jobs that call
them, and the whole of a fix with everything it touches, stand in `headwater.hygiene`.
May import: cleaning, records, catalog, people.
"""
