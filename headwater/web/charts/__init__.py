"""One look for all charts: drawn on the server, read out by hovering or with the arrow keys.

Public: `chart.Chart` and `chart.Series` (what is shown), `answers.csv_answer` (a chart's table as a
file), the template `charts/chart.html`. A chart is data first: its table, its CSV and its marks are
made of the same numbers. May import: nothing of Headwater but the words of the templates.
"""
