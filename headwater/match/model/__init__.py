"""The match model: how alike two identities are, field by field, and what that proves in bits.

One model for persons (leads, contacts) and companies (accounts). Public: `judge.judge`,
`comparisons.COMPARISONS`, `weights.Weights`, `learning.chances`, `clusters.clusters`.
May import: match.identity, match.normal, records, people.
"""
