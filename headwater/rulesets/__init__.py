"""Rules in versions: what assigning and scoring share of drafts and replays; nobody else decides.

Public: `replay.ReplayRow` (the columns of a replay), `replaying.Replays` (begun, worked off,
cancelled), `span.Span` (which leads one looks back at). May import: records, people, and
`headwater.jobs`.
"""
