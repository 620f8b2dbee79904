"""The pages of django-allauth that we offer, under their own names; the others have no door.

Left out: e-mail addresses, sign-in by mailed code, resetting a password by mail. An
administrator gives a new password with `pahunch staff password`.
"""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path

from pahunch.staff.adapter import watch_second_steps

watch_second_steps()

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
]
