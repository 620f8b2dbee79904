"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.measures.peers import views as peers
from pahunch.measures.people import views as people

app_name = "measures"

urlpatterns = [
    path("surveys/", people.surveys, name="surveys"),
    path("surveys/new/", people.new_survey, name="survey-new"),
    path("surveys/s/<slug:code>/", people.survey, name="survey"),
    path("surveys/s/<slug:code>/withdraw/", people.withdraw, name="survey-withdraw"),
    path("peers/", peers.peer_sets, name="peers"),
    path("peers/freeze/", peers.freeze, name="peers-freeze"),
    path("peers/s/<slug:code>/", peers.peer_set, name="peer-set"),
]
