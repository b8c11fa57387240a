"""One WHERE language, SOQL's: text → tree → SQL, and the tree as an English sentence.

Public: `parse.parse`, `print.text_of`, `english.english`, `rows.rows/from_rows/operators_for`,
`compile.compile_criteria`, `querysets.filter_queryset`, `judge.judge`, and for whole queries
`select.parse_select` with `columns.compile_select`. Everything wrong raises
`errors.CriteriaError`. May import: catalog, people.
"""
