"""Lead or direct? Advice for somebody new, by rules that people read; and doors that follow it.

Public: `advisor.advise(said, by=user)` and `advise_leads(leads)`, the journey's steps `step.advise`
and `follow.follow`, `mode.choose`, `rules.publish`, `looking_back.look_back`,
`moving_away.backlog`, `waiting.waiting`. Stands beside the journey: it needs match, score and
convert.
"""
