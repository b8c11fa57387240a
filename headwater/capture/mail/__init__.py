"""E-mail to lead: what arrives in a mailbox or at the mail door becomes a submission, then a draft.

Public: `arrival.take` (commit a raw message), `letter.read` (bytes → what it says),
`drafting.drafts_of` (submissions → drafts with a verdict), `polling` (the minute's job over IMAP),
`door.open_door` (LMTP and SMTP), `imap.try_out` (does this mailbox work?), and the models `Mailbox`
and `ReceivedMail`. Replies and bounces are settled by `headwater.correspondence`.
May import: records, catalog, people, jobs and the rest of capture.
"""
