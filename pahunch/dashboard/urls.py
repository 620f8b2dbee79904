"""Addresses of the pages; what is asked (day, search, order) stands behind the "?"."""

from __future__ import annotations

from django.urls import path

from pahunch.dashboard import views

urlpatterns = [
    path("", views.home, name="home"),
    path("d/<slug:directive>/", views.overview, name="overview"),
    path("d/<slug:directive>/measures/", views.ahead, name="ahead"),
    path("d/<slug:directive>/measures/activity/", views.beside, name="beside"),
    path("d/<slug:directive>/export.<str:form>", views.export, name="export"),
    path("d/<slug:directive>/r/<slug:code>/", views.representative, name="representative"),
    path("d/<slug:directive>/r/<slug:code>/measures/", views.measures, name="measures"),
    path("d/<slug:directive>/r/<slug:code>/brief/", views.brief, name="brief"),
    path("d/<slug:directive>/r/<slug:code>/growth.svg", views.growth, name="growth"),
    path("d/<slug:directive>/r/<slug:code>/growth.json", views.growth_alive, name="growth-alive"),
    path("districts/", views.districts, name="places"),
    path("district/<slug:code>/", views.district, name="district"),
    path("place/<slug:code>/", views.constituency, name="constituency"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:name>/", views.rule, name="rule"),
]
