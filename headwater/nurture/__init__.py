"""What do we send meanwhile? The answer that every web inquiry gets at once, and what it says.

Public: `enrol.enrol(batch)`, `answers.tried(lead, door, now)` (which rule answers),
`templates.save(template)`, `merge` (the fields that a template may name), and the jobs in
`auto_response` that hand messages to the mail server. May import: records, criteria, catalog,
people, `headwater.jobs`.
"""
