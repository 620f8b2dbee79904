"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.collection.by_hand import views as by_hand
from pahunch.collection.connecting import views as connecting
from pahunch.collection.deliveries import views as deliveries
from pahunch.collection.exports import views
from pahunch.collection.sweeps import views as sweeps

app_name = "collection"

urlpatterns = [
    path("coverage/", sweeps.coverage, name="coverage"),
    path("coverage/line/", sweeps.coverage_line, name="coverage-line"),
    path("platforms/", sweeps.platforms, name="platforms"),
    path("webhooks/<str:platform>/", deliveries.deliver, name="webhook"),
    path("connections/", connecting.connections, name="connections"),
    path("connections/line/", connecting.connections_line, name="connections-line"),
    path("connections/back/", connecting.back, name="connect-back"),
    path("connections/<str:key>/", connecting.connect, name="connect"),
    path("connections/<str:key>/end/", connecting.end, name="connect-end"),
    path("readings/", by_hand.readings, name="readings"),
    path("readings/line/", by_hand.readings_line, name="readings-line"),
    path("readings/list/", by_hand.reading_list, name="reading-list"),
    path("readings/new/<str:key>/", by_hand.enter, name="reading-new"),
    path("readings/<int:number>/", by_hand.reading, name="reading"),
    path("readings/<int:number>/confirm/", by_hand.confirm, name="reading-confirm"),
    path("readings/<int:number>/decline/", by_hand.decline, name="reading-decline"),
    path("readings/<int:number>/withdraw/", by_hand.withdraw, name="reading-withdraw"),
    path("readings/<int:number>/screenshot.png", by_hand.screenshot, name="reading-screenshot"),
    path("imports/", views.imports, name="imports"),
    path("imports/new/", views.new_import, name="import-new"),
    path("imports/new/<str:checksum>/", views.import_preview, name="import-preview"),
    path("imports/<str:run>/withdraw/", views.withdraw, name="import-withdraw"),
]
