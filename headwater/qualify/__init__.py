"""Is it real? The status path, the first call, tasks, and the promise to answer in time.

Public: `clocks.start_clocks(batch)`, `start_kind` and `stop_kind`, `pausing.pause` and `resume`,
`contact.replied`, `clock_state.states(clocks, now)`, `calls.log_call` and `undo_call`,
`statuses.move`, `self_moving.put` and `on_event`, `recycle.bring_back`,
`path.path(lead)`, `discovery.sheet(lead)`, `answering.answer`, `call_notes`, `bant`, `tasks`,
`handoff.offer` and `waiting_for`, `deciding.accept`, `reject` and `withdraw`, `agreeing.agreed`,
`today.today(user, now)`, `touch.touch` (a human answered), and the jobs in `reminders` and
`answering`.
May import: records, criteria, catalog, people, `headwater.jobs`.
"""
