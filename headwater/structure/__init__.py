"""The structure of the database as the migrations leave it, kept as a text beside them.

An empty database takes the text over in a second, where replaying each migration takes most of a
minute; what is newer than the text is migrated as ever. So the text never has to be up to date to
be right, and one that no longer fits the migrations is left aside.

- `snapshot.load()`: the text into an empty database
- `making.make()`: the text anew, from migrations replayed into a database of its own

May import: headwater.database.postgres (where pg_dump lies).
"""
