"""Website tracking: the public door of our script, its page in Setup, verdicts about machines."""
