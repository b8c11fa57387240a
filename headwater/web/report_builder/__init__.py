"""Pages where people put reports together: a library, a builder with its answer beside it, files.

A report that is not kept yet is its address: it can be gone back to, shared, and opened behind
every number. See `headwater.reporting` for what a report is.
"""
