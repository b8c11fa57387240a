"""Words and parts for templates; `words` is built in, nothing needs loading."""
