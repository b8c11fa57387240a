"""Rows as a file, a portion at a time: however many there are, memory stays the same.

`sheet.Sheet` is what all have in common; `csv_file`, `xlsx_file` and `parquet_file` each have
`pieces(sheet)`, which gives the bytes as they are made. `forms.FORMS` names them.
"""
