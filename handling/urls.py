from django.urls import path

from . import views

app_name = "handling"

urlpatterns = [
    path("", views.work, name="work"),
    path("jump/", views.jump, name="jump"),
]
