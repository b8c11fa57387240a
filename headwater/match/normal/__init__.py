"""Normal forms of names, companies, addresses, mailboxes and dates, for `match.identity`.

Pure functions without a database; everything comes out in ASCII, so that Python and SQL count the
same letters. Public: `names`, `companies`, `contact_points`, `places`, `plain`.
May import: records.keys.
"""
