"""A statistical form of petitions on paper: landscape, with its column numbers, equations and notes."""

from django.utils import timezone
from django.utils.translation import get_language

from .pdf import render_pdf


def form_context(form, body, by):
    """What the paper prints: plain values, as of now."""
    return {
        "language": get_language(),
        "layout": form.layout,
        "period": form.period,
        "body": body,
        "by": by.full_name,
        "as_of": timezone.now(),
        "heads": form.layout.heads(),
        "formulas": [[_breakable(part) for part in parts] for parts in form.layout.formulas()],
        "rows": form.rows(),
        "differences": form.differences(),
        "notes": form.notes,
    }


def form_pdf(form, body, by):
    """The bytes of the PDF. Raises OSError when Pango is missing (see `pdf.is_available`)."""
    return render_pdf("papers/petition_form.html", form_context(form, body, by))


def _breakable(parts):
    """A sum that may go on in the next line after each plus: a long one would widen its column."""
    return parts.replace("+", "+\u200b")
