"""Making forms, showing them elsewhere, and what they tell about the visit."""
