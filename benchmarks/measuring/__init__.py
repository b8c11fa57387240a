"""Dashboards over a base of many leads with all that happened to them."""
