from django.urls import path

from ..views.petitions import files, form, imports, keeping, list, moves, page, register

urlpatterns = [
    path("petitions/", list.petition_list, name="petition_list"),
    path("petitions/export/", list.petition_export, name="petition_export"),
    path("petitions/new/", form.petition_new, name="petition_new"),
    path("petitions/import/", imports.petition_import, name="petition_import"),
    path("petitions/import/template/", imports.petition_template, name="petition_template"),
    path("petitions/import/<int:pk>/", imports.petition_import_preview, name="petition_import_preview"),
    path("petitions/import/<int:pk>/discard/", imports.petition_import_discard, name="petition_import_discard"),
    path("petitions/register/", register.petition_register, name="petition_register"),
    path("petitions/register/file/", register.petition_register_file, name="petition_register_file"),
    path("petitions/similar/", form.petition_similar, name="petition_similar"),
    path("petitions/<str:code>/", page.petition, name="petition"),
    path("petitions/<str:code>/edit/", keeping.petition_edit, name="petition_edit"),
    path("petitions/<str:code>/registration/", keeping.petition_registration, name="petition_registration"),
    path("petitions/<str:code>/files/", keeping.petition_attach, name="petition_attach"),
    path("petitions/<str:code>/files/<int:pk>/", files.petition_file, name="petition_file"),
    path("petitions/<str:code>/papers/<int:pk>/", files.petition_paper_file, name="petition_paper_file"),
    path("petitions/<str:code>/moves/<str:name>/", moves.petition_move, name="petition_move"),
]
