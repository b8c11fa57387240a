"""Pages for people: the shell, sign-in, the areas of the rail, the public forms.

`urls.py` lists the areas; each area is a module or a sub-package with its own `urls.py`. For the
makers of pages: `toasts.say(request, text, undo_url=…)`, `toasts.done(request, url)`,
`live.announce(owner_ids, what, ids)`, the template tags of `words`, and `docs/interface.md`.
May import everything below the faces; nothing below may import it.
"""
