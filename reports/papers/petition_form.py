"""A statistical form of petitions on paper: landscape, with its column numbers, equations and notes."""

from django.utils import timezone
from django.utils.translation import get_language

from accounts.reach import reach_of
from dialogue_portal.text import date_long
from registers.models import Organisation

from .letterheads import head, issuer_of
from .pdf import render_pdf
from .petition_papers import letterheads_of


def form_context(form, body, by):
    """What the paper prints: plain values, as of now. Of all bodies the reader's own one reports."""
    reports = body or own_body(by)
    today = timezone.localdate()
    letterhead = letterheads_of(reports)[0]
    issuer = issuer_of(reports, today, letterhead)
    return {
        "head": head(issuer, letterhead, type_symbol=""),
        "date_line": f"{issuer.place}, {date_long(today)}",
        "language": get_language(),
        "layout": form.layout,
        "period": form.period,
        "body": body,
        "by": by.full_name,
        "as_of": timezone.now(),
        "heads": form.layout.heads(),
        "formulas": form.layout.breakable_formulas(),
        "rows": form.rows(),
        "differences": form.differences(),
        "notes": form.notes,
    }


def form_pdf(form, body, by):
    """The bytes of the PDF. Raises OSError when Pango is missing (see `pdf.is_available`)."""
    return render_pdf("papers/petition_form.html", form_context(form, body, by))


def own_body(user):
    """The body in whose name a person reports what they read of several; None for who is in none any more."""
    held = Organisation.objects.filter(pk__in={grant.organisation_id for grant in reach_of(user).grants})
    return held.select_related("unit").order_by("rank", "pk").first()
