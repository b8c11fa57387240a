"""Mail that somebody decides to send: a colleague to one person, a program to many.

Public: `refusing.refusals` (who may not be written to, and why), `sending.send` (write messages; a
job delivers them), `taking_back.take_back`, `suppressing` (the list of addresses that get nothing),
`links` (signed opens and clicks). May import what `nurture` may.
"""
