"""Converting a lead in one dialog, and taking it back.

`offer.Offer` is the dialog, made of its columns (`accounts`, `contacts`, `deals`) and parts
(`needs`, `value_rows`, `siblings`, `follow_up`); `asked` reads what was chosen, `choosing` converts
by it, `undoing` shows what taking back would do.
"""
