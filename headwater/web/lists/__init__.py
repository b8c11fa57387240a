"""One list page for every object: saved views, columns, sort, criteria, bulk deeds, CSV.

An area says what is particular in a `ListKind` and calls `page.show(request, KIND)`; `rows.Asked`
reads the address, `columns` draws the cells, `bulk` acts on the ticked rows, `export` streams CSV.
"""
