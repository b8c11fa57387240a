"""Is this someone we know? Keys that two records of one person share, and the policy that decides.

Public: `recognise.recognise(batch)` (a step), `keys.remember(batch)` (a step), `keys.refresh(name,
records)` after contacts or accounts were written, `candidates.candidates(lead, by=user)`.
May import: records, criteria, catalog, people.
"""
