"""Juniper Solar, an invented company to try Headwater with; its data goes through the journey.

Public: `load.load(fresh=…, report=…)` and the company's own public page (`page.py`).
May import: everything below; nothing imports it but the command line.
"""
