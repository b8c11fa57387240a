"""Is this a person's inquiry? Told by what was sent alone, without asking anybody outside.

Public: `judge.judge` (drafts of a public door → some are quarantined, with the reason),
`proof.new_challenge` and `proof.trouble_of` (proof of work by ALTCHA's protocol),
`signals.SIGNALS` (every signal with its weight and sentence), `recaptcha` (only where it was
switched on), and the models. Suspects are set aside, never deleted; nothing is learned in secret:
the lists of known senders are rows that people write and read. May import: records, catalog,
people, jobs.
"""
