"""Addresses of petitions, one module per noun."""

from . import conversions, petitions, receptions, statistics

app_name = "petitions"

urlpatterns = [*conversions.urlpatterns, *petitions.urlpatterns, *receptions.urlpatterns, *statistics.urlpatterns]
