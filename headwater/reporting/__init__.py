"""Questions that people put together themselves, and files of their answers.

A report is an object, columns, criteria, and up to two axes with measures; it is data
(`spec.Spec`), an address, or text (`text`). It runs in SQL, in one statement, within what the
asking user may see.

- `known_kinds`: what can be asked, with which columns; `standard`: what is there from the start
- `running.grouped(spec, user)`, `running.listed(spec, user)`: the answer; `table`: a cross table
- `keeping`: saving, sharing, deleting; `mailing`: sent by mail to each, as they see it
- `files`: rows as CSV, XLSX, Parquet in constant memory; `prepared`: large ones, made by a job

May import: records, criteria, catalog, people, headwater.jobs.
"""
