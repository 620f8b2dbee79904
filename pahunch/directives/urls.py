"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.directives.periods import views as periods
from pahunch.directives.publishing import views as publishing

app_name = "directives"

urlpatterns = [
    path("periods/", periods.periods, name="periods"),
    path("periods/line/", periods.line, name="period-line"),
    path("periods/<int:number>/end/", periods.end, name="period-end"),
    path("", publishing.published, name="published"),
    path("new/<slug:directive>/", publishing.publish, name="publish"),
    path("v/<slug:code>/", publishing.verdict, name="published-verdict"),
    path("v/<slug:code>/verdict.csv", publishing.verdict_csv, name="published-csv"),
]
