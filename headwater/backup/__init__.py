"""The whole organisation as a folder of plain files, and back into an empty database.

- `writing.write(folder)`: all tables as of one moment, the kept files, and what says it is whole
- `restoring.restore(folder)`: into an empty database, also from an older state of the migrations

May import: headwater.structure (how an empty database is made).
"""
