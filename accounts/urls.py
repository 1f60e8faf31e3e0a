"""Addresses of signing in and of administration."""

from __future__ import annotations

from django.urls import path

from accounts.views import people, security, session, system, trail, users

app_name = "accounts"
urlpatterns = [
    path("login/", session.SignIn.as_view(), name="login"),
    path("logout/", session.SignOut.as_view(), name="logout"),
    path("me/", session.Profile.as_view(), name="profile"),
    path("me/password/", session.Password.as_view(), name="password"),
    path("me/second-factor/", session.SecondFactor.as_view(), name="second_factor"),
    path("system/", system.System.as_view(), name="system"),
    path("system/users/", users.UserList.as_view(), name="users"),
    path("system/users/new/", people.NewAccount.as_view(), name="new_account"),
    path("system/users/<int:pk>/", people.Account.as_view(), name="user"),
    path("system/users/<int:pk>/active/", people.SetActive.as_view(), name="set_active"),
    path("system/users/<int:pk>/password/", people.ResetPassword.as_view(), name="reset_password"),
    path(
        "system/users/<int:pk>/assignments/<int:assignment>/revoke/",
        people.Revoke.as_view(),
        name="revoke",
    ),
    path("system/users/<int:pk>/unlock/", security.Unlock.as_view(), name="unlock"),
    path(
        "system/users/<int:pk>/second-factor/",
        security.ResetSecondFactor.as_view(),
        name="reset_second_factor",
    ),
    path("system/security/", security.Security.as_view(), name="security"),
    path("system/audit/", trail.Trail.as_view(), name="trail"),
]
