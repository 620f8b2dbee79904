"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.training.people import views as people
from pahunch.training.plans import views as plans
from pahunch.training.proof import views as proof
from pahunch.training.sessions import views as sessions

app_name = "training"

urlpatterns = [
    path("programmes/", plans.programmes, name="programmes"),
    path("programmes/new/", plans.programme_edit, name="programme-new"),
    path("programmes/p/<slug:code>/", plans.programme, name="programme"),
    path("programmes/p/<slug:code>/edit/", plans.programme_edit, name="programme-edit"),
    path("programmes/p/<slug:code>/test/", plans.programme_test, name="programme-test"),
    path("programmes/p/<slug:code>/plans/", plans.programme_plans, name="programme-plans"),
    path("coverage/<slug:code>/", plans.state_coverage, name="coverage"),
    path("coverage/<slug:code>/<slug:district>/", plans.district_coverage, name="district"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/new/", sessions.session_new, name="session-new"),
    path("sessions/s/<slug:code>/", sessions.session, name="session"),
    path("sessions/s/<slug:code>/move/", sessions.session_move, name="session-move"),
    path("sessions/s/<slug:code>/invite/", sessions.session_invite, name="session-invite"),
    path("sessions/s/<slug:code>/mark/", sessions.session_mark, name="session-mark"),
    path("sessions/s/<slug:code>/code/", sessions.session_code, name="session-code"),
    path(
        "sessions/s/<slug:code>/unmark/<int:number>/",
        sessions.session_unmark,
        name="session-unmark",
    ),
    path("sessions/s/<slug:code>/newcomer/", sessions.session_newcomer, name="session-newcomer"),
    path("sessions/s/<slug:code>/slips/", sessions.slips, name="slips"),
    path("sessions/s/<slug:code>/certificates/", proof.certify, name="certify"),
    path("in/<slug:code>/", sessions.scanned, name="scanned"),
    path("people/", people.people, name="people"),
    path("people/<int:number>/", people.person, name="person"),
    path("people/<int:number>/phones/", people.reveal, name="reveal"),
    path("people/<int:number>/forget/", people.forget, name="forget"),
    path("people/<int:number>/result/", people.result, name="result"),
    path("import/", people.roster_new, name="roster-new"),
    path("doubles/", people.doubles, name="doubles"),
    path("doubles/<int:number>/", people.double, name="double"),
    path("certificates/<int:number>/", proof.certificate, name="certificate"),
    path("certificates/<int:number>/withdraw/", proof.withdraw, name="certificate-withdraw"),
    path("refresher/", proof.refresher, name="refresher"),
]
