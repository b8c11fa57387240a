"""What programs see: Salesforce's REST, OAuth and SOAP login, over the catalog. No serializers.

Beside it stand `/api` (`intake`: leads as plain JSON, `openapi`) and `webhooks`, which tell other
systems what the Trail says. `idempotency` makes a repeated request harmless in both.

Public: `urls`, `models`, `webhooks.watching.run_forever`. A view is a `gate.resource` of handlers;
a handler takes a `Call` and answers with `answers.json`, or raises `Problems`. Reading goes through
`criteria` and sharing, writing through `deeds`, leads are born in the journey. May import: the
journey, verbs and nouns, and the sentences of `web.records`.
"""
