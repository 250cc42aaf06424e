"""Addresses of the room, by noun."""

from . import conferences, opinions

app_name = "conferences"

urlpatterns = [*conferences.urlpatterns, *opinions.urlpatterns]
