"""Many things in one call: collections of records, trees, and requests within a request.

`collections` and `trees` write through `api.many`; `requests`, `batches` and `graphs` run whole
requests of this API one after the other, as if each had been sent by itself.
"""
