"""The week of marketing: what was sent, opened, answered, became qualified, became money.

Public: `figures.report(week, user)`, the same for the page and for the mail; `weeks.week_of`;
`sentences.told` says it in plain words; `letter.write(now)` writes the mails that are due. Stands
beside the verbs: its figures join what nurture sent with what qualify and convert made of it.
"""
