"""The statistical forms of petitions as PDF, from the same figures as their page."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.downloads import noted_download
from petitions.statistics.workbook import file_stem
from petitions.views.statistics.forms import asked_by

from ..papers.pdf import PDF, is_available
from ..papers.petition_form import form_pdf


@require_safe
def petition_form(request):
    """The form that the address asks for; whoever sees the page may print it."""
    asked = asked_by(request)
    page = redirect("petitions:statistics")
    page["Location"] += f"?{request.GET.urlencode()}"
    if asked.form is None:
        return page
    if not is_available():
        messages.error(request, _("PDF cannot be made on this machine: the Pango library is missing. Excel works."))
        return page
    data = form_pdf(asked.form, asked.fields.cleaned_data["body"], request.user)
    name, label = f"{file_stem(asked.form)}.pdf", asked.form.layout.code
    return noted_download(request.user, request.user, data, name=name, content_type=PDF, label=label)
