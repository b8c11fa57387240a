"""What do people do on our site, and who are they? Visits by consent; without it only counts.

Public: `visits.read` and `visits.keep` (the door), `counting.count`, the journey's step
`joining.join`, `forgetting.forget`, `verdicts.say` and `verdicts.switch`, `figures.last_days`.
Imports nouns and jobs alone.
"""
