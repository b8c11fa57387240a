"""Nobody is lost: leads that came to nothing come back at a known time, on a way that a rule names.

Public: `hourly.run(now)` does all of it; `planning.plan` gives each lead its way back by the first
rule, `returning.bring_back` takes those whose time has come, `finding.left_out` names whom no rule
speaks of; `by_status` is the plain way of a status. Stands beside the verbs because it needs
qualify, route and nurture.
"""
