from django.urls import path

from ..views import conversions

urlpatterns = [
    path("opinions/<str:code>/petition/", conversions.opinion_to_petition, name="opinion_to_petition"),
]
