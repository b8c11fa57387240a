"""Setup: rules, statuses, fields and people. Everybody reads, admins change."""
