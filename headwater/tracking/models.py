"""Django looks for models here; each lives in a file named for what it is."""

from headwater.tracking.key_page import KeyPage
from headwater.tracking.page_count import PageCount
from headwater.tracking.tracking_settings import TrackingSettings

__all__ = ["KeyPage", "PageCount", "TrackingSettings"]
