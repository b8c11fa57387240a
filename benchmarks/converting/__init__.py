"""What converting many leads costs, and taking them back, beside merely storing the new rows."""
