from django.urls import path

from ..views.petitions import files, form, keeping, list, moves, page, register

urlpatterns = [
    path("petitions/", list.petition_list, name="petition_list"),
    path("petitions/export/", list.petition_export, name="petition_export"),
    path("petitions/new/", form.petition_new, name="petition_new"),
    path("petitions/register/", register.petition_register, name="petition_register"),
    path("petitions/register/file/", register.petition_register_file, name="petition_register_file"),
    path("petitions/similar/", form.petition_similar, name="petition_similar"),
    path("petitions/<str:code>/", page.petition, name="petition"),
    path("petitions/<str:code>/edit/", keeping.petition_edit, name="petition_edit"),
    path("petitions/<str:code>/files/", keeping.petition_attach, name="petition_attach"),
    path("petitions/<str:code>/files/<int:pk>/", files.petition_file, name="petition_file"),
    path("petitions/<str:code>/papers/<int:pk>/", files.petition_paper_file, name="petition_paper_file"),
    path("petitions/<str:code>/moves/<str:name>/", moves.petition_move, name="petition_move"),
]
