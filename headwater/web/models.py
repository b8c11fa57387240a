"""Django looks for models here; each lives in a file named for what it is."""

from headwater.web.lists.saved_view import SavedView

__all__ = ["SavedView"]
