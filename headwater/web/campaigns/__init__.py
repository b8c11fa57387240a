"""Campaigns: the list, one with its numbers and members, member statuses, a new one."""
