"""Addresses of this room; those of signing in stand in `account_urls`."""

from __future__ import annotations

from django.urls import path

from pahunch.staff import views

urlpatterns = [
    path("account/", views.account, name="staff-account"),
    path("deeds/", views.deeds, name="staff-deeds"),
]
