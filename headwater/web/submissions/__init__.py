"""Everything that was sent: the balance, the list, one submission with what may be done about it.

Nothing is deleted here. Who runs capture (`can_market`) sees all and may correct, let in and
replay; others see what became of leads that they may see.
"""
