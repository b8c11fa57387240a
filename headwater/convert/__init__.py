"""A lead becomes account, contact and opportunity; and back.

Public: `convert.convert_batch(wanted, by=)`, `convert.convert(lead, choices, by=)`,
`choices.Choices`, `undo.preview(conversion)`, `undo.undo(...)`,
`undo.undo_batch(conversions, by=, keep=, …)`,
`mapping.map_field(...)`, `leftover.unmapped(...)`, `twins.twin(...)`, `filling.differences(...)`,
`readiness.missing(leads)`, `conversion_settings.settings()`, `naming.deal_name(...)`. May import:
records, criteria, catalog, people.

Read `convert.py` first, then `act.py` (what a batch shares) and `undo.py`.
"""
