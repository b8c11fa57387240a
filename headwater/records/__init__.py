"""What is held: leads, accounts, contacts, deals, campaigns, activities; sharing; the Trail.

Public: the models, their QuerySet questions (`Lead.objects.open().visible_to(user)`), the Trail
(`trail.write`, `trail.about`), and the `Draft`/`Batch` that the journey passes from verb to verb.
May import: criteria, catalog, people.
"""
