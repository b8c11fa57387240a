"""How promising, and why? Point rules whose true ones are added up and shown with their sum.

Public: `score.score(batch)` (a step), `rescore.rescore(lead_ids, by=user)` after leads were
changed, `rules.published()`, `rules.publish(rules, by=user)`, `rules.hot_threshold()`.
May import: records, criteria, catalog, people, and `headwater.jobs`.
"""
