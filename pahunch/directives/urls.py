"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from pahunch.directives.orders import views as orders
from pahunch.directives.periods import views as periods
from pahunch.directives.publishing import views as publishing
from pahunch.directives.reminders import views as reminders
from pahunch.directives.reviews import views as reviews

app_name = "directives"

urlpatterns = [
    path("periods/", periods.periods, name="periods"),
    path("periods/line/", periods.line, name="period-line"),
    path("periods/<int:number>/end/", periods.end, name="period-end"),
    path("read-line/", orders.line, name="read-line"),
    path("order/<slug:code>/", orders.order, name="order"),
    path("order/<slug:code>/read/<slug:membership>/", orders.confirm, name="confirm-read"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/contact/<int:number>/end/", reminders.end, name="contact-end"),
    path("reminders/<int:number>/again/", reminders.again, name="reminder-again"),
    path("", publishing.published, name="published"),
    path("new/<slug:directive>/", publishing.publish, name="publish"),
    path("v/<slug:code>/", publishing.verdict, name="published-verdict"),
    path("v/<slug:code>/verdict.csv", publishing.verdict_csv, name="published-csv"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/new/<slug:directive>/<slug:kind>/", reviews.plan, name="review-plan"),
    path("reviews/r/<slug:code>/", reviews.review, name="review"),
    path("reviews/r/<slug:code>/hold/", reviews.hold, name="review-hold"),
    path("reviews/r/<slug:code>/cancel/", reviews.cancel, name="review-cancel"),
    path("reviews/r/<slug:code>/note/", reviews.note, name="review-note"),
    path("reviews/r/<slug:code>/commit/", reviews.commit, name="review-commit"),
    path("commitments/", reviews.commitments, name="commitments"),
    path("commitments/<int:number>/<slug:how>/", reviews.close, name="commitment-close"),
]
