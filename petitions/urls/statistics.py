from django.urls import path

from ..views.statistics import flags, forms

urlpatterns = [
    path("petitions/statistics/", forms.statistics, name="statistics"),
    path("petitions/statistics/xlsx/", forms.statistics_workbook, name="statistics_workbook"),
    path("petitions/flags/", flags.flags, name="flags"),
    path("petitions/statements/new/", flags.statement_new, name="statement_new"),
    path("petitions/statements/<str:code>/", flags.statement, name="statement"),
]
