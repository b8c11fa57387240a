"""What becomes of a lead? A probability learned from what became of the leads before it.

Public: `training.train(table)` on any table, `lessons.lessons()` for the organisation's own leads,
`versions.learn(by=user)`, `versions.use(version, by=user)`, `estimating.estimate(lead_ids)`.
scikit-learn is loaded only where something is fitted; estimating is plain numpy on stored weights.
May import: records, criteria, catalog, people, and `headwater.jobs`.
"""
