"""Addresses. Each room writes its full paths in its own `urls.py`."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from . import health

handler500 = "dialogue_portal.errors.server_error"

ROOMS = ["accounts", "handling", "conferences", "petitions", "reports", "registers", "jobs", "audit"]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Choosing a language comes before signing in.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    *(path("", include(f"{room}.urls")) for room in ROOMS),
]
