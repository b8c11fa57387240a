"""The learned probability on screen: its page in Setup, and what a lead's page says of it."""
