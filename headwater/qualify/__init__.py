"""Is it real? The status path, the first call, tasks, and the promise to answer in time.

Public: `clocks.start_clocks(batch)`, `clock_state.states(clocks, now)`, `calls.log_call` and
`undo_call`, `statuses.move`, `path.path(lead)`, `bant`, `tasks`, `today.today(user, now)`,
`touch.touch` (a human answered), and the minute's job in `reminders`.
May import: records, criteria, catalog, people, `headwater.jobs`.
"""
