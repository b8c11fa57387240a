"""What programs see: Salesforce's REST, OAuth and SOAP login, over the catalog. No serializers.

Public: `urls`. A view is a `gate.resource` of handlers; a handler takes a `Call` and answers with
`answers.json`, or raises `Problems`. Reading goes through `criteria` and sharing, writing through
`deeds`, leads are born in the journey. May import: the journey, verbs and nouns.
"""
