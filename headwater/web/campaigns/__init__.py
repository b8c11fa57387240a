"""Campaigns: the list, members and their statuses, results, the tree, influence, all compared."""
