"""The paper of a statement of nothing, as PDF and Word from one context."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.downloads import noted_download
from dialogue_portal.text import slug
from petitions.models import NilStatement

from ..papers.nil_statement import FILE_STEM, statement_context
from ..papers.pdf import PDF, is_available, render_pdf
from ..papers.word import DOCX, paper_docx


@require_safe
def statement_paper(request, code, file_format):
    """The paper of a statement; whoever sees its page may print it."""
    rows = NilStatement.objects.visible_to(request.user).select_related("unit", "body__unit", "by")
    statement = get_object_or_404(rows, code=code)
    if file_format not in ("pdf", "docx"):
        raise Http404
    if file_format == "pdf" and not is_available():
        messages.error(request, _("PDF cannot be made here: the Pango library is missing. Ask for the Word file."))
        return redirect("petitions:statement", code)
    context = statement_context(statement)
    data = render_pdf("papers/paper.html", context) if file_format == "pdf" else paper_docx(context)
    name = f"{FILE_STEM}-{slug(statement.code)}.{file_format}"
    content_type = PDF if file_format == "pdf" else DOCX
    return noted_download(request.user, statement, data, name=name, content_type=content_type, label=statement.code)
