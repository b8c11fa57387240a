"""Whose is it? Assignment rules, round robin, queues, giving a lead to somebody else, telling them.

Public: `assign.assign(batch)` and `announce.announce(batch)` (steps), `queues.take_next(queue,
by=user)`, `queues.take/give_back(leads, by=user)`, `alarms.ring(now)`, `reassign.give(leads, owner,
by=user)`, `rules.published()`, `rules.publish(rules, by=user)`,
`drafts.put/arrange/switch/remove/publish/again/discard`, `cases.outcomes(rules)`,
`changes.between(before, after)`, `replaying.start(rule_set, days=, by=)`, `fired.fired(now)`,
`because.tried(because)`, `passing.pass_on/by_rules/in_turn(…)`, `turns.give_back(leads, because=)`,
`decide.Deciding(rules, pools, at).of(lead, truths)` with `pools.Pools.in_memory(at)`.
May import: records, criteria, catalog, people.
"""
