"""Bringing a file in: upload, agree on the columns, watch it run, see what became of each row."""
