"""Bulk jobs: many records in, or many rows out, while nobody waits (Bulk API 2.0 and 1.0).

What is sent and what comes of it is kept in pieces in the database: any server takes it, any
worker goes on with it, and no more than a piece is ever in memory. `job` are the tables, `pieces`
the bytes, `reading` the rows in them, `running` the work; `ingest` and `queries` speak Bulk 2.0,
`classic` Bulk 1.0.
"""
