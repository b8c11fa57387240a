"""Tasks: what is due, overdue and done; done, put off and repeated from one list."""
