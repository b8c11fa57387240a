"""Programs: leads are warmed step by step until they answer, meet, convert, or ask us to stop.

Public: `enrolling.enrol(program, leads)` and `enrolling.leave(enrolments)`, `advancing.advance`
(one portion of those whose time has come), `criteria.enrol_new` (who newly matches), `drafting`
(changing a running program), `preview` and `counting`. May import: records, criteria, catalog,
people, `headwater.jobs`, and the mail of this verb.
"""
