"""A stored summary as page context, PDF and .xlsx: all three print the frozen figures, none asks the records again."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from conferences.models import Outcome
from dialogue_portal.text import slug
from registers.levels import Level
from registers.spreadsheets import XLSX, Sheet, write_workbook

from . import published, summaries, tables
from .dashboard import COLUMNS
from .figures import Scope
from .papers.pdf import render_pdf


def summary_context(summary):
    """What page and PDF print."""
    total = summaries.thaw(summary.figures["total"])
    levels = [summaries.thaw(line) for line in summary.figures["levels"]]
    for line in levels:
        line.label = Level(line.key).label
    parts = [summaries.thaw(line) for line in summary.figures["parts"]]
    earlier = summaries.previous_edition(summary)
    scope = Scope(summary.unit, summary.first, summary.last, summary.level)
    return {
        "summary": summary,
        "total": total,
        "levels": levels,
        "rates": summaries.rates_of(summary),
        "outcome_rows": tables.outcome_rows(COLUMNS, levels, total, ""),
        "part_rows": tables.line_rows(parts, few=0, unit_url=lambda line: "", opinions_url=lambda line: ""),
        "comparisons": published.comparisons(scope, total, levels),
        "earlier": earlier,
        "moved": [
            (measure_label(name), before, after, after - before)
            for name, before, after in (summaries.moved_since(earlier, summary) if earlier else [])
        ],
    }


def measure_label(name):
    if name in Outcome:
        return Outcome(name).label
    return {
        "conferences": _("Conferences"),
        "participants": _("Participants"),
        "received": _("Opinions received"),
        "": _("Pending (no outcome yet)"),
        "awaiting": _("Answered, waiting for verification"),
    }[name]


def file_stem(summary):
    return f"tong-hop-{slug(summary.unit.name)}-{summary.first:%Y%m%d}-{summary.last:%Y%m%d}-{summary.edition}"


def as_pdf(summary):
    """(file name, content type, bytes)."""
    return f"{file_stem(summary)}.pdf", "application/pdf", render_pdf("papers/summary.html", summary_context(summary))


def as_xlsx(summary):
    """(file name, content type, bytes): figures, rates with their definitions, parts of the unit, what moved."""
    context = summary_context(summary)
    as_of = formats.date_format(timezone.localtime(summary.as_of), "SHORT_DATETIME_FORMAT")
    title = _("%(unit)s, %(first)s – %(last)s, as of %(time)s") % {
        "unit": summary.unit.name,
        "first": formats.date_format(summary.first, "SHORT_DATE_FORMAT"),
        "last": formats.date_format(summary.last, "SHORT_DATE_FORMAT"),
        "time": as_of,
    }
    levels = context["levels"]
    outcomes = [[row["label"], *row["numbers"], row["total"]] for row in context["outcome_rows"]]
    outcomes.append([_("Received"), *[line.counts.received for line in levels], context["total"].counts.received])
    head = [
        [_("Conferences"), *[line.conferences for line in levels], context["total"].conferences],
        [_("Participants"), *[line.participants for line in levels], context["total"].participants],
    ]
    columns = ["", *[line.label for line in levels], _("Total")]
    rate_rows = [
        [rate.label, rate.numerator, rate.denominator, rate.percent, rate.definition] for rate in context["rates"]
    ]
    parts = [
        [line.label, line.conferences, line.participants, line.counts.received, line.counts.resolved, line.unresolved]
        for line in (summaries.thaw(stored) for stored in summary.figures["parts"])
    ]
    sheets = [
        Sheet(_("Figures"), columns, head + outcomes, widths=[44, 16, 16, 16, 16], title=title),
        Sheet(
            _("Rates"),
            [_("Rate"), _("Numerator"), _("Denominator"), "%", _("Definition")],
            rate_rows,
            widths=[32, 12, 12, 10, 80],
            title=title,
        ),
        Sheet(
            _("Units"),
            [_("Unit"), _("Conferences"), _("Participants"), _("Received"), _("Resolved"), _("Unresolved")],
            parts,
            widths=[36, 14, 16, 14, 14, 16],
            title=title,
        ),
    ]
    if context["moved"]:
        sheets.append(Sheet(_("What moved"), ["", _("Before"), _("Now"), _("Change")], context["moved"], widths=[40]))
    return f"{file_stem(summary)}.xlsx", XLSX, write_workbook(sheets)
