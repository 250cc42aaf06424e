from django.urls import path

from ..views import cases

urlpatterns = [
    path("petitions/cases/", cases.case_list, name="case_list"),
    path("petitions/cases/<str:code>/", cases.case, name="case"),
    path("petitions/cases/<str:code>/edit/", cases.case_edit, name="case_edit"),
    path("petitions/cases/<str:code>/link/", cases.case_link, name="case_link"),
    path("petitions/cases/<str:code>/unlink/", cases.case_unlink, name="case_unlink"),
    path("petitions/cases/<str:code>/visits/", cases.case_visit, name="case_visit"),
    path("petitions/cases/<str:code>/visits/<int:pk>/remove/", cases.case_visit_remove, name="case_visit_remove"),
    path("petitions/cases/<str:code>/meetings/", cases.case_meeting, name="case_meeting"),
    path("petitions/cases/<str:code>/meetings/<int:pk>/remove/", cases.case_meeting_remove, name="case_meeting_remove"),
    path("petitions/cases/<str:code>/moves/<str:name>/", cases.case_move, name="case_move"),
    path("petitions/<str:code>/case/", cases.case_of_petition, name="case_of_petition"),
]
