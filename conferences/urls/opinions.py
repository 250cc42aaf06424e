from django.urls import path

from ..views.opinions import bulk, correcting, drafts, files, form, keeping, list, moves, page

urlpatterns = [
    path("opinions/", list.opinion_list, name="opinion_list"),
    path("opinions/export/", list.opinion_export, name="opinion_export"),
    path("opinions/new/", form.opinion_new, name="opinion_new"),
    path("opinions/draft/", drafts.opinion_draft, name="opinion_draft"),
    path("opinions/draft/discard/", drafts.opinion_draft_discard, name="opinion_draft_discard"),
    path("opinions/speakers/", form.speaker_options, name="speaker_options"),
    path("opinions/assign/", bulk.opinion_bulk_assign, name="opinion_bulk_assign"),
    path("opinions/assign/done/", bulk.opinion_bulk_report, name="opinion_bulk_report"),
    path("opinions/<str:code>/", page.opinion, name="opinion"),
    path("opinions/<str:code>/edit/", keeping.opinion_edit, name="opinion_edit"),
    path("opinions/<str:code>/correct/", correcting.opinion_correct, name="opinion_correct"),
    path("opinions/<str:code>/extend/", keeping.opinion_extend, name="opinion_extend"),
    path("opinions/<str:code>/attach/", keeping.opinion_attach, name="opinion_attach"),
    path("opinions/<str:code>/files/<int:pk>/", files.opinion_file, name="opinion_file"),
    path("opinions/<str:code>/answers/<int:pk>/file/", files.answer_file, name="answer_file"),
    path("opinions/<str:code>/decisions/<int:pk>/file/", files.decision_file, name="decision_file"),
    path("opinions/<str:code>/decisions/<int:pk>/evidence/", files.evidence_file, name="evidence_file"),
    path("opinions/<str:code>/speaker/erase/", keeping.opinion_erase_speaker, name="opinion_erase_speaker"),
    path("opinions/<str:code>/moves/<str:name>/", moves.opinion_move, name="opinion_move"),
]
