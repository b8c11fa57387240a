"""The reference of the API as a page: made from the OpenAPI document, tried with one's own rights.

Public: `urls`. May import nouns and `api`.
"""
