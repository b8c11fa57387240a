"""Leaving Salesforce: an org's people, records and history come in by its own API, to the last row.

- `run.move(org, ...)`: all of it, or on from where it stopped; `look.look(org)`: what would come
- `org.Org`: the other side, with patience; `sign_in.sign_in(...)`: a session there
- `Move`, `MoveStep`, `MoveRefusal`: how far it is, and what did not come

Rows are written below the journey (decisions: what moved in has happened already). May import:
everything below `importing`, and no verb's deeds but keys and scores.
"""
