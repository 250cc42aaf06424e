from django.urls import path

from ..views.petitions import form, list, moves, page

urlpatterns = [
    path("petitions/", list.petition_list, name="petition_list"),
    path("petitions/new/", form.petition_new, name="petition_new"),
    path("petitions/similar/", form.petition_similar, name="petition_similar"),
    path("petitions/<str:code>/", page.petition, name="petition"),
    path("petitions/<str:code>/moves/<str:name>/", moves.petition_move, name="petition_move"),
]
