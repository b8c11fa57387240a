"""Cleaning: what people typed becomes what a colleague would have typed, and nothing is lost.

Public: `record.clean` for a whole lead; beneath it one module per concern, each usable alone:
`text`, `names`, `emails`, `phones`, `places`, `companies`, `websites`, `values`.
Pure functions: no database, no Django. May import `headwater.records.keys` and
`headwater.records.problem` (both pure too) and the libraries that know the formats.
"""
