"""A lead becomes account, contact and opportunity; and back.

Public: `convert.convert(lead, choices, by=)`, `convert.convert_many(...)`, `choices.Choices`,
`mapping.map_field(...)`, `filling.differences(...)`, `undo.preview(conversion)`,
`undo.undo(conversion, by=, keep=, even_touched=)`, `readiness.missing(leads)`,
`readiness.may_override(user)`, `conversion_settings.settings()`, `naming.deal_name(...)`. May import: records, criteria, catalog, people.
"""
