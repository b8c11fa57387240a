"""Whose is it? Assignment rules, round robin, queues, giving a lead to somebody else, telling them.

Public: `assign.assign(batch)` and `announce.announce(batch)` (steps), `queues.take_next(queue,
by=user)`, `reassign.give(leads, owner, by=user)`, `rules.published()`, `rules.publish(rules,
by=user)`. May import: records, criteria, catalog, people.
"""
