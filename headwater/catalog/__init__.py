"""What a record is made of: objects, their fields, custom fields, picklists, API names and ids.

Public: `catalog.objects.get(name)`, `ObjectDef.field(name)`, `ids.encode/decode`,
`custom.define(...)`, `picklists.values(...)`. Describe, SOQL, CSV mapping, list columns, forms and
conversion mapping all read this room. May import: people.
"""
