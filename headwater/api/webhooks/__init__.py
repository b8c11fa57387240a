"""Outbound webhooks by Standard Webhooks: what the Trail says about leads, told to other systems.

Public: `webhook.Webhook`, `watching.run_forever` (the worker's loop), `replay.again`, `replay.span`
and `replay.test`. The Trail is read, never written from here, and nothing here calls the journey:
no webhook can make a lead.
"""
