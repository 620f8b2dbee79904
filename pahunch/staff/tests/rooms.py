"""Addresses for the tests of this room: it stands here without the rooms above it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.i18n import set_language
from ninja import NinjaAPI

from pahunch.staff.actions import create_user
from pahunch.staff.rights import operation, page, signed_in
from tests.people import PASSWORD

api = NinjaAPI(urls_namespace="rooms")
ruleless_api = NinjaAPI(urls_namespace="ruleless")


def ruleless(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


@page("staff.see_own_account")
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


@page("staff.see_own_account")
def add(request: HttpRequest) -> HttpResponse:
    create_user("sita", password=PASSWORD, by=signed_in(request), at=timezone.now())
    return HttpResponse("added")


@api.get("/deeds")
@operation("staff.see_deeds")
def see_deeds(request: HttpRequest) -> dict[str, str]:
    return {"who": signed_in(request).username}


@ruleless_api.get("/secret")
def secret(request: HttpRequest) -> dict[str, str]:
    return {"secret": "told"}


urlpatterns = [
    path("", home, name="home"),
    path("add/", add),
    path("ruleless/", ruleless),
    path("account/", include("pahunch.staff.account_urls")),
    path("staff/", include("pahunch.staff.urls")),
    path("language/", set_language, name="set_language"),
    path("api/", api.urls),
    path("ruleless-api/", ruleless_api.urls),
]
