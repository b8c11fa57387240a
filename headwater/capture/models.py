"""Django looks for models here; each lives in a file named for what it is."""

from headwater.capture.web_form import WebForm

__all__ = ["WebForm"]
