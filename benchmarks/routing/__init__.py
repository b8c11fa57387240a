"""Parts of `bin/bench route`."""
