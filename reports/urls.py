from django.urls import path

from .views import dashboard, nil_statements, papers, petition_forms, petition_papers, summaries

app_name = "reports"

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("reports/", summaries.summary_list, name="summary_list"),
    path("reports/new/", summaries.summary_new, name="summary_new"),
    path("reports/petitions/pdf/", petition_forms.petition_form, name="petition_form"),
    path("reports/statements/<str:code>/<str:file_format>/", nil_statements.statement_paper, name="statement_paper"),
    path("reports/<int:pk>/", summaries.summary, name="summary"),
    path("reports/<int:pk>/<str:file_format>/", summaries.summary_file, name="summary_file"),
    path("conferences/<str:code>/papers/", papers.paper_new, name="paper_new"),
    path("conferences/<str:code>/papers/<int:pk>/", papers.paper_file, name="paper_file"),
    path("petitions/<str:code>/printed/", petition_papers.petition_paper_new, name="petition_paper_new"),
    path("petitions/<str:code>/printed/<int:pk>/", petition_papers.petition_paper_file, name="petition_paper_file"),
]
