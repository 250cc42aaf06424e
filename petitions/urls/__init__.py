"""Addresses of petitions, one module per noun."""

from . import petitions, receptions, statistics

app_name = "petitions"

urlpatterns = [*petitions.urlpatterns, *receptions.urlpatterns, *statistics.urlpatterns]
