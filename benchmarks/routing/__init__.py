"""What `bin/bench route` is made of."""
