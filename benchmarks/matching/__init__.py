"""How well duplicates are found: sets with known truth, and files of anybody."""
