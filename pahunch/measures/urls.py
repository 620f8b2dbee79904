"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.measures.peers import views as peers
from pahunch.measures.people import views as people
from pahunch.measures.suspicions import views as suspicions
from pahunch.measures.vocabulary import views as vocabulary

app_name = "measures"

urlpatterns = [
    path("suspicions/", suspicions.suspicions, name="suspicions"),
    path("suspicions/<int:number>/", suspicions.suspicion, name="suspicion"),
    path("suspicions/<int:number>/answer/", suspicions.answer, name="suspicion-answer"),
    path("suspicions/<int:number>/decide/", suspicions.decide, name="suspicion-decide"),
    path("suspicions/<int:number>/reopen/", suspicions.reopen, name="suspicion-reopen"),
    path("surveys/", people.surveys, name="surveys"),
    path("surveys/new/", people.new_survey, name="survey-new"),
    path("surveys/s/<slug:code>/", people.survey, name="survey"),
    path("surveys/s/<slug:code>/withdraw/", people.withdraw, name="survey-withdraw"),
    path("peers/", peers.peer_sets, name="peers"),
    path("peers/freeze/", peers.freeze, name="peers-freeze"),
    path("peers/s/<slug:code>/", peers.peer_set, name="peer-set"),
    path("vocabulary/", vocabulary.vocabulary, name="vocabulary"),
    path("vocabulary/try/", vocabulary.attempt, name="vocabulary-try"),
    path("vocabulary/add/", vocabulary.add, name="vocabulary-add"),
    path("vocabulary/withdraw/", vocabulary.withdraw, name="vocabulary-withdraw"),
]
