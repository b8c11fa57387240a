"""Hand-offs on the pages: a lead's panel, what waits, why sales said no, what is agreed."""
