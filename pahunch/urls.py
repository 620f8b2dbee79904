"""Every address of the house, room by room."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from pahunch.api import api
from pahunch.operate.views import health

urlpatterns = [
    path("", include("pahunch.dashboard.urls")),
    path("account/", include("pahunch.staff.account_urls")),
    path("collection/", include("pahunch.collection.urls")),
    path("measures/", include("pahunch.measures.urls")),
    path("published/", include("pahunch.directives.urls")),
    path("staff/", include("pahunch.staff.urls")),
    path("support/", include("pahunch.support.urls")),
    path("training/", include("pahunch.training.urls")),
    path("", include("pahunch.training.open_urls")),
    path("api/v1/", api.urls),
    path("language/", set_language, name="set_language"),
    path("healthz", health, name="health"),
]
