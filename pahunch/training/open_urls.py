"""Addresses that whoever holds a code may open without signing in."""

from __future__ import annotations

from django.urls import path

from pahunch.training.proof import views as proof

urlpatterns = [
    path("verify/", proof.verify, name="verify"),
    path("verify/<slug:code>/", proof.verify, name="verify-code"),
    path("test/<slug:code>/", proof.test, name="short-test"),
]
