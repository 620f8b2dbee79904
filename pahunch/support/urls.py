"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.support.analysts import views as analysts
from pahunch.support.assigning import views as assigning
from pahunch.support.means import views as means
from pahunch.support.plans import views as plans

app_name = "support"

urlpatterns = [
    path("who/", assigning.assignments, name="assignments"),
    path("who/assign/", assigning.new_assignment, name="assign"),
    path("who/<int:number>/", assigning.assignment, name="assignment"),
    path("who/<int:number>/end/", assigning.end, name="assignment-end"),
    path("who/<int:number>/handover/", assigning.handover, name="handover"),
    path("mine/", analysts.mine, name="mine"),
    path("analysts/", analysts.analysts, name="analysts"),
    path("analysts/add/", analysts.new_analyst, name="analyst-new"),
    path("analysts/<int:number>/", analysts.analyst, name="analyst"),
    path("analysts/<int:number>/change/", analysts.change, name="analyst-change"),
    path("teams/add/", analysts.new_team, name="team-new"),
    path("teams/t/<slug:code>/", analysts.team, name="team"),
    path("means/", means.board, name="means"),
    path("means/ask/", means.ask, name="means-ask"),
    path("means/file/<slug:form>/", means.file, name="means-file"),
    path("means/<int:number>/", means.one, name="means-request"),
    path("means/<int:number>/<slug:name>/", means.step, name="means-step"),
    path("plans/", plans.plans, name="plans"),
    path("plans/propose/", plans.propose, name="plans-propose"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:number>/agree/", plans.agree, name="plan-agree"),
    path("plans/<int:number>/close/", plans.close, name="plan-close"),
    path("plans/<int:number>/steps/", plans.add, name="plan-add"),
    path("plans/<int:number>/steps/<int:place>/", plans.step, name="plan-step"),
]
