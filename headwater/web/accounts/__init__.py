"""Accounts: the list, one account with its people, deals, leads and relatives, a new one."""
