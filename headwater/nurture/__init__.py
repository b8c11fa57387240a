"""What do we send meanwhile? The answer at once, the mail that somebody sends, the programs.

Public: `enrol.enrol(batch)`, `answers.tried(lead, door, now)` (which rule answers),
`templates.save(template)`, `merge` (the fields that a template may name), and the jobs in
`auto_response` that hand messages to the mail server; `mailing` and `programs` are rooms of their
own. May import: records, criteria, catalog,
people, `headwater.jobs`.
"""
