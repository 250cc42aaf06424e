from django.urls import path

from . import views

app_name = "handling"

urlpatterns = [
    path("", views.work, name="work"),
    path("reminders/seen/", views.reminders_seen, name="reminders_seen"),
    path("jump/", views.jump, name="jump"),
]
