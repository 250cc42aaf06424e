"""Addresses of petitions, one module per noun."""

from . import cases, conversions, petitions, receptions, statistics

app_name = "petitions"

#: Words of addresses go before codes of petitions.
urlpatterns = [
    *conversions.urlpatterns,
    *receptions.urlpatterns,
    *statistics.urlpatterns,
    *cases.urlpatterns,
    *petitions.urlpatterns,
]
