from django.urls import path

from ..views.conferences import form, list, moves, page, papers, staff
from ..views.delegates import attendance, imports
from ..views.delegates import form as delegate_form
from ..views.delegates import list as delegate_list

_ONE = "conferences/<str:code>/"
_DELEGATES = f"{_ONE}delegates/"

urlpatterns = [
    path("conferences/", list.conference_list, name="conference_list"),
    path("conferences/export/", list.conference_export, name="conference_export"),
    path("conferences/new/", form.conference_new, name="conference_new"),
    path(_ONE, page.conference, name="conference"),
    path(f"{_ONE}edit/", form.conference_edit, name="conference_edit"),
    path(f"{_ONE}moves/<str:name>/", moves.conference_move, name="conference_move"),
    path(f"{_ONE}documents/<str:paper>/", papers.conference_paper, name="conference_paper"),
    path(f"{_ONE}documents/<str:paper>/record/", papers.paper_record, name="paper_record"),
    path(f"{_ONE}staff/", staff.conference_staff, name="conference_staff"),
    path(f"{_ONE}staff/<int:pk>/release/", staff.staff_release, name="staff_release"),
    path(_DELEGATES, delegate_list.delegate_list, name="delegate_list"),
    path(f"{_DELEGATES}print/", delegate_list.delegate_print, name="delegate_print"),
    path(f"{_DELEGATES}export/", delegate_list.delegate_export, name="delegate_export"),
    path(f"{_DELEGATES}template/", delegate_list.delegate_template, name="delegate_template"),
    path(f"{_DELEGATES}new/", delegate_form.delegate_new, name="delegate_new"),
    path(f"{_DELEGATES}attendance/", attendance.delegate_attendance_many, name="delegate_attendance_many"),
    path(f"{_DELEGATES}import/", imports.delegate_import, name="delegate_import"),
    path(f"{_DELEGATES}import/<int:pk>/", imports.delegate_import_preview, name="delegate_import_preview"),
    path(f"{_DELEGATES}import/<int:pk>/discard/", imports.delegate_import_discard, name="delegate_import_discard"),
    path(f"{_DELEGATES}import/<int:pk>/undo/", imports.delegate_import_undo, name="delegate_import_undo"),
    path(f"{_DELEGATES}<int:pk>/", delegate_form.delegate_edit, name="delegate_edit"),
    path(f"{_DELEGATES}<int:pk>/remove/", delegate_form.delegate_remove, name="delegate_remove"),
    path(f"{_DELEGATES}<int:pk>/attendance/", attendance.delegate_attendance, name="delegate_attendance"),
]
