"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.collection.connecting import views as connecting
from pahunch.collection.exports import views
from pahunch.collection.sweeps import views as sweeps

app_name = "collection"

urlpatterns = [
    path("coverage/", sweeps.coverage, name="coverage"),
    path("coverage/line/", sweeps.coverage_line, name="coverage-line"),
    path("platforms/", sweeps.platforms, name="platforms"),
    path("connections/", connecting.connections, name="connections"),
    path("connections/line/", connecting.connections_line, name="connections-line"),
    path("connections/back/", connecting.back, name="connect-back"),
    path("connections/<str:key>/", connecting.connect, name="connect"),
    path("connections/<str:key>/end/", connecting.end, name="connect-end"),
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.new_import, name="import-new"),
    path("imports/new/<str:checksum>/", views.import_preview, name="import-preview"),
    path("imports/<str:run>/withdraw/", views.withdraw, name="import-withdraw"),
]
