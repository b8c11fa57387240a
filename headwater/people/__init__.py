"""Who is asking: users and their roles, teams, queues, business hours, the organisation itself.

Public: `User`, `Queue`, `Team`, `Owner` (a user or a queue), `BusinessHours`, `Organization`,
`sharing.visible_owner_ids(user)`, `business_time` (pure counting of working minutes),
`calendars.every_calendar()` (who works when), `public_holidays.fill`.
May import: nothing of Headwater but `statements` and `jobs`.
"""
