"""What happened? Figures from records, clocks and submissions, each within what the asker may see.

Public: `balance.capture_balance`, `leads.by_source`, `leads.by_status`, `leads.by_group`,
`leads.conversion`, `response.first_answers`, `two_times.two_times`,
`deals.pipeline`, `deals.early`, `deals.won_by_source`, `deals.won_by_campaign`, `deals.win_rates`,
`forecast.forecast` and `moved`, `waterfall.waterfall`, `closing.closed` and `cycles`,
`early_funnel.flows`, `times` and `stages` (over a `span.Span`),
`handoffs.total`, `reasons`, `by_source` and `by_person`, `campaigns.results`,
`influence.shares` (pure), `touches.of_deal`, `influence_sums.credits_of`. Most take the asking
user, many a `Period`.
May import: records, criteria, catalog, people.
"""
