"""Contacts: the list, one person with deals, colleagues and the lead they were, a new one."""
