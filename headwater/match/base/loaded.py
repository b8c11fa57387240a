"""What every process of a crew begins with: to import this module is to load it all."""

import django

django.setup()

from headwater.match.base import judging, reading  # noqa: E402, F401
