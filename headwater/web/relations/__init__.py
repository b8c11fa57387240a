"""What the pages of accounts, contacts and opportunities share: three panes, and their relations.

`record_page.show` draws one; `related` asks for the records beside it, as the person may see.
"""
