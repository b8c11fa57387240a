"""How promising, and why? Points for fit and for engagement, shown with their sum; a grade, a grid.

Public: `score.score(batch)` (a step), `rescore.rescore(lead_ids, by=user)` after leads were
changed, `judging.judged` (sums, nothing written), `rules.published()`, `rules.publish(rules,
by=user, **settings)`, `rules.hot_threshold()`, the draft in `drafts`, its replay in `replaying`,
the jobs in `keeping_up`.
May import: records, criteria, catalog, people, and `headwater.jobs`.
"""
