"""Working without leads, on screen: the direct form, the advisor's answers, and moving away.

Public: `advice.url_for(object_name)` and `doors.new_lead_url()` for the forms and lists of others.
May import: everything below the faces, and the parts that pages share.
"""
