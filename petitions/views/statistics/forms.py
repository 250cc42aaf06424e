"""The statistical forms as pages and workbooks."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.downloads import noted_download
from registers.spreadsheets import XLSX

from ...forms.statistics import PeriodForm
from ...statistics.catalogue import FORMS, form_asked
from ...statistics.reading import may_read_statistics
from ...statistics.workbook import file_stem, form_workbook


@dataclass(frozen=True)
class Asked:
    """What a page of the statistics was asked: the bound fields, and the form when they are right."""

    fields: PeriodForm
    key: str
    form: object = None


def asked_by(request):
    """The form that the address asks for; 403 for those who read no statistics. Reports prints the same as PDF."""
    if not may_read_statistics(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    fields = PeriodForm(request.GET, user=request.user, today=today)
    key = request.GET.get("form") if request.GET.get("form") in FORMS else next(iter(FORMS))
    if not fields.is_valid():
        return Asked(fields, key)
    values = fields.cleaned_data
    form = form_asked(
        key,
        request.user,
        values["period"],
        body=values["body"],
        today=today,
        closing_day=values["closing_day"],
    )
    return Asked(fields, key, form)


@require_safe
def statistics(request):
    """A form of a period, with its equations checked line by line."""
    asked = asked_by(request)
    context = {
        "asked": asked,
        "form": asked.fields,
        "filled": asked.form,
        "forms": [(key, layout) for key, layout in FORMS.items()],
        "query": request.GET.urlencode(),
        "now": timezone.now(),
        "is_running": bool(asked.form) and asked.form.period.last >= timezone.localdate(),
    }
    return render(request, "petitions/statistics.html", context, status=200 if asked.form else 422)


@require_safe
def statistics_workbook(request):
    asked = asked_by(request)
    if asked.form is None:
        return statistics(request)
    return noted_download(
        request.user,
        request.user,
        form_workbook(asked.form, asked.fields.cleaned_data["body"]),
        name=f"{file_stem(asked.form)}.xlsx",
        content_type=XLSX,
        label=asked.form.layout.code,
    )
