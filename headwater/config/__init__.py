"""The configuration as text: a folder of YAML that version control keeps and another system takes.

Public: `taking.export()` (what is configured now, as plain values), `files.write/read` (the
folder), `taking.take(sections, by=user)` (make it so, all or nothing), `taking.foresee(sections)`
(what that would change). `sections.SECTIONS` lists what counts as configuration. May import every
room but web and cli.
"""
