"""The leader's dashboard: everything it shows, from a bounded number of queries over the tallies."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from conferences.models import Outcome
from registers.models import Field
from registers.parts import parts_of

from . import figures, tables
from .published import comparisons
from .rates import rates

#: Outcomes as columns, in the order every table prints them; pending is the sum of both open buckets.
COLUMNS = (
    Outcome.AT_CONFERENCE,
    Outcome.AFTER,
    Outcome.EXPLAINED,
    Outcome.NOT_ACCEPTED,
    Outcome.STEP_BY_STEP,
    Outcome.FORWARDED_UP,
    Outcome.UNRESOLVED,
)

#: Below so few opinions a rate says little: the unit is shown, not ranked.
FEW = 20


def presets(today):
    """Ranges one click away: (label, first, last). An empty first day is the beginning of the record."""
    this_year = date(today.year, 1, 1)
    last_year_end = this_year - timedelta(days=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return [
        (_("Whole record"), None, None),
        (_("This year"), this_year, today),
        (_("This quarter"), quarter, today),
        (_("Last year"), date(last_year_end.year, 1, 1), last_year_end),
        (_("01/2018 – 07/2023"), date(2018, 1, 1), date(2023, 7, 31)),
    ]


def build(scope, *, today):
    """The context of the dashboard for a scope, as of `today`."""
    total, levels = figures.by_level(scope)
    units, own = unit_lines(scope, total)
    return {
        "total": total,
        "levels": levels,
        "rates": [*rates(total.counts), figures.on_time(scope, today)],
        "units": units,
        "own": own,
        "few": FEW,
        "fields": field_lines(scope, total),
        "months": figures.months_compared(scope),
        "oldest": list(figures.oldest_open(scope).with_list_columns()),
        "most_overdue": list(figures.most_overdue(scope, today).with_list_columns()),
        "comparisons": comparisons(scope, total, levels),
        "columns": COLUMNS,
    }


def unit_lines(scope, total):
    """The parts directly below the unit that have figures, in the register's order, and the unit's own line."""
    parts = list(parts_of(scope.unit, scope.first, scope.last))
    found = figures.by_part(scope, [part.pk for part in parts])
    lines = []
    own = figures.Line(key=scope.unit.pk, label=_("%(unit)s itself") % {"unit": scope.unit.name})
    own.conferences, own.participants = total.conferences, total.participants
    own.counts.update(total.counts)
    for part in parts:
        line = found.get(part.pk)
        if line is None:
            continue
        line.label = part.name
        lines.append(line)
        own.conferences -= line.conferences
        own.participants -= line.participants
        own.counts.subtract(line.counts)
    return lines, own


def field_lines(scope, total):
    """Level-1 fields by number of opinions, largest first; what is not classified yet comes last."""
    counted = figures.by_field(scope)
    names = Field.objects.in_bulk([pk for pk in counted if pk])
    lines = [
        figures.Line(key=names[pk].code, label=names[pk].name, counts=counts) for pk, counts in counted.items() if pk
    ]
    lines.sort(key=lambda line: (-line.counts.received, line.key))
    if None in counted:
        lines.append(figures.Line(key="none", label=_("Not classified yet"), counts=counted[None]))
    return lines


def months_chart(months):
    """Chart data: opinions received per month, and in the same month a year before."""
    return {
        "type": "line",
        "labels": [formats.date_format(month, "YEAR_MONTH_FORMAT") for month, _now, _before in months],
        "series": [
            {"label": _("Received"), "values": [now.received for _m, now, _before in months], "tone": "brand"},
            {
                "label": _("Same month a year before"),
                "values": [before.received for _m, _n, before in months],
                "tone": "none",
            },
        ],
    }


def fields_chart(lines):
    """Chart data: the ten largest fields, resolved and not."""
    top = lines[:10]
    return {
        "type": "stacked",
        "horizontal": True,
        "labels": [line.label for line in top],
        "series": [
            {"label": _("Resolved"), "values": [line.counts.resolved for line in top], "tone": "ok"},
            {
                "label": _("Not resolved"),
                "values": [line.counts.received - line.counts.resolved for line in top],
                "tone": "soon",
            },
        ],
    }


def opinions_url(scope, **extra):
    """Address of the opinion list behind a figure."""
    query = {"unit": scope.unit.pk, "from": scope.first.isoformat(), "to": scope.last.isoformat()}
    if scope.level:
        query["level"] = scope.level
    return f"{reverse('conferences:opinion_list')}?{urlencode(query | extra)}"


def tables_of(scope, board, *, here):
    """The tables and charts of a built board, with the addresses behind every figure. `here` is the page's path."""
    url = opinions_url(scope)
    own_range = {"from": scope.first.isoformat(), "to": scope.last.isoformat(), "level": scope.level}

    def drill(line):
        is_own = line is board["own"]
        return "" if is_own else f"{here}?{urlencode({**own_range, 'unit': line.key})}"

    def of_unit(line):
        return f"{url}&level={scope.unit.level}" if line is board["own"] else opinions_url(scope, unit=line.key)

    own = [board["own"]] if board["own"].counts.received or board["own"].conferences else []
    return {
        "opinions_url": url,
        "outcome_rows": tables.outcome_rows(COLUMNS, board["levels"], board["total"], url),
        "unit_rows": tables.line_rows([*own, *board["units"]], few=FEW, unit_url=drill, opinions_url=of_unit),
        "field_rows": tables.line_rows(
            board["fields"],
            few=FEW,
            unit_url=lambda line: "",
            opinions_url=lambda line: opinions_url(scope, field=line.key),
        ),
        "month_rows": tables.month_rows(board["months"]),
        "months_chart": months_chart(board["months"]),
        "fields_chart": fields_chart(board["fields"]),
    }
