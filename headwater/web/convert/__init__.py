"""Converting a lead in one dialog, and taking it back.

`offer.Offer` is the dialog: what is chosen already, with evidence; `asked.choices` reads a post.
"""
