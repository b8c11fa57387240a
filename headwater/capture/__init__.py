"""Doors: what is sent to a form, to Web-to-Lead or in a file is kept first and judged later.

Public: `receiving.receive` (commit a submission), `releasing.release` and `correct` (what was set
aside comes in after all), `replay.start` (thousands of them), `suspicion` (is it spam?),
`body.read` (bytes of a post → parameters), `drafting.drafts_of` (submissions → drafts),
`cleaning.step.clean` (the journey's first step), `imports.start`, `mapping.guess`,
`failures.write_csv`, and the model `WebForm`. What also calls the journey stands beside it:
`headwater.intake` and `headwater.importing`. May import: records, catalog, people, jobs.
"""
