from django.urls import path

from ..views.receptions import calendar, register, sessions, turns

urlpatterns = [
    path("receptions/", calendar.reception_list, name="reception_list"),
    path("receptions/days/", calendar.reception_days, name="reception_days"),
    path("receptions/register/", register.reception_register, name="reception_register"),
    path("receptions/register/file/", register.reception_register_file, name="reception_register_file"),
    path("receptions/new/", sessions.reception_new, name="reception_new"),
    path("receptions/routine/", sessions.reception_routine, name="reception_routine"),
    path("receptions/<str:code>/", sessions.reception, name="reception"),
    path("receptions/<str:code>/edit/", sessions.reception_edit, name="reception_edit"),
    path("receptions/<str:code>/hold/", sessions.reception_hold, name="reception_hold"),
    path("receptions/<str:code>/cancel/", sessions.reception_cancel, name="reception_cancel"),
    path("receptions/<str:code>/turns/new/", turns.turn_new, name="turn_new"),
    path("receptions/<str:code>/turns/<int:number>/", turns.turn_edit, name="turn_edit"),
    path("receptions/<str:code>/turns/<int:number>/strike/", turns.turn_strike, name="turn_strike"),
    path("receptions/<str:code>/turns/<int:number>/petition/", turns.turn_petition, name="turn_petition"),
]
