"""Consent on pages: the block beside a lead or contact, the dialog, the visitor's own page."""
