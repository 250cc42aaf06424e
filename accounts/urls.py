from django.urls import path

from .views import people, rights, sessions

app_name = "accounts"

urlpatterns = [
    path("accounts/login/", sessions.login, name="login"),
    path("accounts/logout/", sessions.logout, name="logout"),
    path("accounts/session/", sessions.session, name="session"),
    path("accounts/landing/", sessions.landing, name="landing"),
    path("accounts/password/", sessions.password_change, name="password_change"),
    path("people/", people.person_list, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/organisations/", people.organisation_options, name="organisation_options"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/active/", rights.person_active, name="person_active"),
    path("people/<int:pk>/one-time-password/", rights.one_time_password, name="one_time_password"),
    path("people/<int:pk>/memberships/new/", rights.membership_new, name="membership_new"),
    path("people/<int:pk>/memberships/<int:membership_pk>/end/", rights.membership_end, name="membership_end"),
    path(
        "people/<int:pk>/memberships/<int:membership_pk>/withdraw/",
        rights.membership_withdraw,
        name="membership_withdraw",
    ),
]
