"""Rules in versions: what assigning and scoring share of drafts and replays; nobody else decides.

Public: `drafts.Drafts` (changed in steps, published or dropped), `versions` (one is published at a
time), `replay.ReplayRow` (the columns of a replay), `replaying.Replays` (begun, worked off,
cancelled), `span.Span` (which leads one looks back at). May import: records, people, and
`headwater.jobs`.
"""
