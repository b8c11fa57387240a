"""The hygiene report: what was found, what a repair would write, and taking it back."""
