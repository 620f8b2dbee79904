"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.directives.publishing import views as publishing

app_name = "directives"

urlpatterns = [
    path("", publishing.published, name="published"),
    path("new/<slug:directive>/", publishing.publish, name="publish"),
    path("v/<slug:code>/", publishing.verdict, name="published-verdict"),
    path("v/<slug:code>/verdict.csv", publishing.verdict_csv, name="published-csv"),
]
