"""Setup's pages for programs: intake keys with a guide to `/api/leads`, webhooks with their log."""
