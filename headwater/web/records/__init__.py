"""Parts that the page of any record is made of, read off the catalog.

`facts.groups_of` (fields with inline edit), `timeline.story` (the Trail and the activities in
sentences), `new_record.dialog` (a form from field names), `undo.offer` (the address behind a
toast's Undo), `kinds` (which objects have pages, and where). Used by every area of the web face.
"""
