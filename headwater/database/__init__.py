"""PostgreSQL and the way to it: prepared statements, COPY, a second connection, replicas.

`postgres` is the server that comes along, for whoever has none. Knows nothing of leads; everything
above stands on it.
"""
