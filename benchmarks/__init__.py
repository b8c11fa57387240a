"""What Headwater costs, each figure beside its floor; run by `bin/bench NAME`."""
