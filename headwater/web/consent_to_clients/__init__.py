"""The page on which a person lets an API client act for them (OAuth's web server flow)."""
