"""The entry for web servers: `granian --interface rsgi headwater.rsgi:application`."""

from headwater.front_room import FrontRoom
from headwater.wsgi import application as django

application = FrontRoom(django)
