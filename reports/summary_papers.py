"""A stored summary as page context, PDF and .xlsx: all three print the frozen figures, none asks the records again."""

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conferences.models import Outcome
from conferences.tallies import AWAITING, PENDING
from dialogue_portal.text import slug
from registers.levels import Level
from registers.spreadsheets import XLSX, Sheet, write_workbook

from . import summaries, tables
from .models import PublishedFigure
from .numerals import Numerals
from .papers.pdf import PDF, render_pdf
from .published import Published, compare


def summary_context(summary):
    """What page and PDF print."""
    numerals = Numerals()
    total = summaries.thaw(summary.figures["total"])
    levels = [summaries.thaw(line) for line in summary.figures["levels"]]
    for line in levels:
        line.label, line.level = Level(line.key).label, line.key
    own = summaries.thaw(summary.figures["own"])
    own.label = _("%(unit)s itself") % {"unit": summary.unit.name}
    parts = [summaries.thaw(line) for line in summary.figures["parts"]]
    # A unit without parts is its own total.
    lines = [line for line in (own, *parts) if not line.is_empty] if parts else []
    earlier = summaries.previous_edition(summary)
    return {
        "summary": summary,
        "language": get_language(),
        "total": total,
        "levels": levels,
        "parts": lines,
        "rates": [{"rate": rate} for rate in summaries.rates_of(summary)],
        "rate_rows": [_rate_row(rate, numerals) for rate in summaries.rates_of(summary)],
        "outcome_rows": tables.outcome_rows(levels, total, numerals),
        "totals": tables.total_rows(levels, total, numerals),
        "unit_groups": [("", [tables.line_row(line, numerals) for line in lines])] if lines else [],
        "sum_row": tables.line_row(total, numerals),
        "few": tables.FEW,
        "published": _published(summary, total, levels),
        "earlier": earlier,
        "newer": summaries.next_edition(summary),
        "moved": _moved_rows(summaries.moved_since(earlier, summary), numerals) if earlier else [],
        **_annex(lines, total, numerals),
        "moved_units": _moved_unit_rows(summaries.moved_units(earlier, summary), numerals) if earlier else [],
    }


def _published(summary, total, levels):
    """Published figures of exactly this unit, period and level, beside the frozen ones."""
    figures = PublishedFigure.objects.filter(unit=summary.unit, first=summary.first, last=summary.last)
    if summary.level:
        figures = figures.filter(level=summary.level)
    return Published(comparisons=compare(figures, total, levels), periods=[], within=[])


def _rate_row(rate, numerals):
    return {
        "label": rate.label,
        "percent": numerals.percent(rate.numerator, rate.denominator),
        "numerator": numerals.whole(rate.numerator),
        "denominator": numerals.whole(rate.denominator),
        "definition": rate.definition,
    }


#: Columns of the annex after number and unit: outcomes as the form of the reports orders them, with its formulas.
_ANNEX_FORMULAS = ["A", "B", "1", "2", "3=4+5+8+…+13", "4", "5", "6=4+5", "7=6/3", *[str(n) for n in range(8, 14)]]


def _annex(lines, total, numerals):
    """The table by unit as the annex of a report prints it, with the row of formulas and the total."""
    if not lines:
        return {}
    headings = [
        *(_("No."), _("Unit"), _("Conferences"), _("Participants"), _("Received")),
        *(_("Resolved at the conference"), _("Resolved after it"), _("Resolved"), _("Rate (%)")),
        *(_("Explained"), _("Not accepted"), _("Step by step"), _("Unresolved"), _("Forwarded up"), _("Pending")),
    ]
    rows = [_annex_row(str(number), line.label, line, numerals) for number, line in enumerate(lines, start=1)]
    rows.append(_annex_row("", _("TOTAL"), total, numerals))
    return {"annex_head": headings, "annex_formulas": _ANNEX_FORMULAS, "annex_rows": rows}


def _annex_row(number, label, line, numerals):
    counts = line.counts
    rest = (
        Outcome.EXPLAINED,
        Outcome.NOT_ACCEPTED,
        Outcome.STEP_BY_STEP,
        Outcome.UNRESOLVED,
        Outcome.FORWARDED_UP,
    )
    figures = [line.conferences, line.participants, counts.received]
    figures += [counts[Outcome.AT_CONFERENCE], counts[Outcome.AFTER], counts.resolved]
    return [
        number,
        label,
        *map(numerals.whole, figures),
        numerals.percent(counts.resolved, counts.received),
        *[numerals.whole(counts[outcome]) for outcome in rest],
        numerals.whole(counts.pending),
    ]


def _moved_rows(moved, numerals):
    return [
        (measure_label(name), numerals.whole(before), numerals.whole(after), numerals.signed(after - before))
        for name, before, after in moved
    ]


def _moved_unit_rows(moved, numerals):
    return [
        (unit, measure_label(name), numerals.whole(before), numerals.whole(after), numerals.signed(after - before))
        for unit, name, before, after in moved
    ]


def measure_label(name):
    if name in Outcome:
        return Outcome(name).label
    return {
        "conferences": _("Conferences"),
        "participants": _("Participants"),
        "received": _("Opinions received"),
        PENDING: _("Pending (no outcome yet)"),
        AWAITING: _("Answered, waiting for verification"),
    }[name]


def file_stem(summary):
    return f"tong-hop-{slug(summary.unit.name)}-{summary.first:%Y%m%d}-{summary.last:%Y%m%d}-{summary.edition}"


def as_pdf(summary):
    """(file name, content type, bytes). Raises OSError when Pango is missing (see `papers.pdf.is_available`)."""
    return f"{file_stem(summary)}.pdf", PDF, render_pdf("papers/summary.html", summary_context(summary))


def as_xlsx(summary):
    """(file name, content type, bytes): figures, rates with their definitions, parts, published figures, what moved."""
    context = summary_context(summary)
    title = _("%(unit)s, %(first)s – %(last)s, as of %(time)s") % {
        "unit": summary.unit.name,
        "first": formats.date_format(summary.first, "SHORT_DATE_FORMAT"),
        "last": formats.date_format(summary.last, "SHORT_DATE_FORMAT"),
        "time": formats.date_format(timezone.localtime(summary.as_of), "SHORT_DATETIME_FORMAT"),
    }
    sheets = [_figures_sheet(context, title), _rates_sheet(context, title)]
    if context["parts"]:
        sheets.append(_units_sheet(context, title))
    if context["published"].comparisons:
        sheets.append(_published_sheet(context, title))
    if context["earlier"]:
        sheets.append(_moved_sheet(context, title))
    return f"{file_stem(summary)}.xlsx", XLSX, write_workbook(sheets)


def _figures_sheet(context, title):
    lines = [*context["levels"], context["total"]]
    rows = [
        [_("Conferences"), *[line.conferences for line in lines]],
        [_("Participants"), *[line.participants for line in lines]],
        [_("Opinions received"), *[line.counts.received for line in lines]],
    ]
    rows += [
        [label, *[line.counts.of(*buckets) for line in lines]] for label, buckets, _name in tables.outcome_buckets()
    ]
    headings = [_("Figure"), *[line.label for line in context["levels"]], _("Total")]
    return Sheet(_("Figures"), headings, rows, widths=[44, 16, 16, 16, 16], title=title)


def _rates_sheet(context, title):
    rows = [
        [rate.label, rate.numerator, rate.denominator, rate.percent, rate.definition]
        for rate in (row["rate"] for row in context["rates"])
    ]
    headings = [_("Rate"), _("Numerator"), _("Denominator"), "%", _("Definition")]
    return Sheet(_("Rates"), headings, rows, widths=[32, 12, 12, 10, 80], title=title)


def _units_sheet(context, title):
    buckets = tables.outcome_buckets()
    rows = [
        [
            line.label,
            line.conferences,
            line.participants,
            line.counts.received,
            *[line.counts.of(*keys) for _label, keys, _name in buckets],
            line.rates["resolution"].percent,
        ]
        for line in (*context["parts"], _total_line(context))
    ]
    headings = [_("Unit"), _("Conferences"), _("Participants"), _("Received"), *[label for label, _k, _n in buckets]]
    return Sheet(_("Units"), [*headings, _("Resolution rate")], rows, widths=[36, *[14] * 12], title=title)


def _total_line(context):
    context["total"].label = _("Total")
    return context["total"]


def _published_sheet(context, title):
    rows = [
        [
            entry.figure.get_measure_display(),
            entry.level or _("All levels"),
            _published_value(entry),
            entry.derived,
            _("agrees") if entry.agrees else entry.gap_text,
            entry.figure.note,
            entry.figure.source,
        ]
        for entry in context["published"].comparisons
    ]
    headings = [
        *(_("Figure"), _("Level"), _("Published"), _("From the records")),
        *(_("Published − derived"), _("Note"), _("Source")),
    ]
    return Sheet(_("Published figures"), headings, rows, widths=[32, 16, 14, 14, 14, 60, 60], title=title)


def _published_value(entry):
    """A number where it was published as one; "nearly 1,500" stays the words it was."""
    if not entry.figure.is_exact:
        return entry.printed
    return entry.figure.value if entry.is_rate else int(entry.figure.value)


def _moved_sheet(context, title):
    earlier, later = context["earlier"], context["summary"]
    moved = [(_("Total"), *row) for row in summaries.moved_since(earlier, later)]
    moved += summaries.moved_units(earlier, later)
    rows = [[unit, measure_label(name), before, after, after - before] for unit, name, before, after in moved]
    headings = [_("Unit"), _("Figure"), _("Before"), _("Now"), _("Change")]
    return Sheet(_("What moved"), headings, rows, widths=[36, 36], title=title)
