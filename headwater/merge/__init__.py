"""Records of one object become one, and again what they were: leads, contacts, accounts.

Public: `merge.merge(master, others, by=)`, `preview.preview(records, by=)`,
`unmerge.unmerge(merge, by=)`, `foresee.foresee(merge, by=)`, `act.merges_of(record)`; called by
`headwater.merging`, which tells the other rooms. May import: records, criteria, catalog, people.
"""
