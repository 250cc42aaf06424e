"""The leader's dashboard: everything it shows, from a bounded number of queries over the tallies.

What it shows depends on scope, day and language alone, not on who looks at it. The page is kept until a record changes
(`audit.kept`).
"""

from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conferences.models import Outcome
from registers.levels import Level
from registers.models import Field

from . import charts, figures, tables
from .addresses import Addresses
from .attention import pressing_opinions
from .numerals import Numerals
from .published import published_for
from .rates import RESOLVED, SETTLED

#: What the list behind a rate's numerator filters by.
NUMERATORS = {
    "resolution": RESOLVED,
    "at_conference": (Outcome.AT_CONFERENCE,),
    "settlement": SETTLED,
    "own_authority": RESOLVED,
    "at_conference_share": (Outcome.AT_CONFERENCE,),
}


def presets(today, periods):
    """Ranges one click away: (label, first, last). An empty first day is the beginning of the record."""
    this_year = date(today.year, 1, 1)
    last_year_end = this_year - timedelta(days=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return [
        (_("Whole record"), None, None),
        (_("This year"), this_year, today),
        (_("This quarter"), quarter, today),
        (_("Last year"), date(last_year_end.year, 1, 1), last_year_end),
        *[(f"{formats.date_format(a, 'm/Y')} – {formats.date_format(b, 'm/Y')}", a, b) for a, b in periods],
    ]


def board_context(scope, today):
    """Everything the board prints, in the active language; `first` is that of the record when none was asked for."""
    found = figures.gather(scope, today)
    numerals, addresses = Numerals(), Addresses(scope, found.first)
    overdue, oldest = pressing_opinions(scope, today)
    fields = tables.field_rows(*_main_fields(found.fields), numerals, addresses)
    return {
        "scope": scope,
        "today": today,
        "first": found.first,
        "cards": _cards(found, numerals, addresses),
        "rates": _rates(found, addresses),
        "levels": found.levels,
        "outcome_rows": tables.outcome_rows(found.levels, found.total, numerals, addresses),
        "totals": tables.total_rows(found.levels, found.total, numerals, addresses),
        "unit_groups": [
            (Level(level).label if level else "", rows)
            for level, rows in tables.unit_groups(found, numerals, addresses)
        ],
        "sum_row": tables.line_row(found.total, numerals),
        "has_divided": any(line.is_divided for line in found.parts),
        "few": tables.FEW,
        "field_rows": fields,
        "fields_chart": charts.fields_chart(fields),
        **_months(found.months, numerals, addresses),
        "published": published_for(scope, found.first, found.total, found.levels),
        "lists": _lists(overdue, oldest, addresses),
    }


def _main_fields(counted):
    """Counts by field of level 1, and {id: (code, name)} of the fields. One query."""
    known = {row.pk: row for row in Field.objects.only("code", "parent_id", "name_vi", "name_en")}
    totals = {}
    for pk, (received, resolved) in counted.items():
        main = (known[pk].parent_id or pk) if pk else None
        before = totals.get(main, (0, 0))
        totals[main] = (before[0] + received, before[1] + resolved)
    return totals, {pk: (known[pk].code, known[pk].name) for pk in totals if pk}


def _cards(found, numerals, addresses):
    """Label, figure, small print and address of the cards on top."""
    total, counts = found.total, found.total.counts

    def per_level(number):
        return " · ".join(f"{numerals.whole(number(line))} {line.label.lower()}" for line in found.levels)

    mean = formats.number_format(total.mean_participants, decimal_pos=1) if total.conferences else ""
    unresolved = counts[Outcome.UNRESOLVED]
    return [
        {
            "label": _("Conferences"),
            "value": numerals.whole(total.conferences),
            "note": per_level(lambda line: line.conferences),
            "url": addresses.conferences(),
        },
        {
            "label": _("Participants (person-times)"),
            "value": numerals.whole(total.participants),
            "note": _("%(mean)s per conference on average") % {"mean": mean} if mean else "",
            "url": addresses.conferences(),
        },
        {
            "label": _("Opinions received"),
            "value": numerals.whole(counts.received),
            "note": per_level(lambda line: line.counts.received),
            "url": addresses.opinions(),
        },
        {
            "label": _("Unresolved"),
            "value": numerals.whole(unresolved),
            "extra": numerals.percent(unresolved, counts.received),
            "note": _("%(gradual)s step by step · %(pending)s pending (no outcome yet)")
            % {"gradual": numerals.whole(counts[Outcome.STEP_BY_STEP]), "pending": numerals.whole(counts.pending)},
            "url": f"{addresses.opinions()}&outcome={Outcome.UNRESOLVED}",
            "tone": "late",
        },
    ]


def _rates(found, addresses):
    """The rates with the address of their numerator; the strict one also for each level."""
    rows = []
    for rate in found.rates:
        outcomes = NUMERATORS.get(rate.key, ())
        rows.append({"rate": rate, "url": _outcomes_url(addresses.opinions(), outcomes), "under": False})
        if rate.key == "resolution" and len(found.levels) > 1:
            rows += [
                {
                    "rate": line.rates["resolution"],
                    "label": line.label,
                    "url": _outcomes_url(addresses.opinions(level=line.level), outcomes),
                    "under": True,
                }
                for line in found.levels
            ]
    return rows


def _outcomes_url(url, outcomes):
    return url + "".join(f"&outcome={outcome}" for outcome in outcomes) if outcomes else ""


def _months(months, numerals, addresses):
    if len(months) <= tables.MONTHS_IN_A_LIST:
        rows = {"month_rows": tables.month_rows(months, numerals, addresses)}
    else:
        names = [pgettext("short month", "M%(number)d") % {"number": number} for number in range(1, 13)]
        rows = {"year_rows": tables.year_rows(months, numerals, addresses), "month_names": names}
    return {"months_chart": charts.months_chart(months), **rows}


def _lists(overdue, oldest, addresses):
    url = addresses.opinions()
    return [
        {
            "anchor": "overdue",
            "title": _("Most overdue"),
            "none": _("Nothing is overdue."),
            "rows": overdue,
            "url": f"{url}&due=overdue&sort=due",
        },
        {
            "anchor": "oldest",
            "title": _("Oldest open"),
            "none": _("Nothing is open."),
            "rows": oldest,
            "url": f"{url}&state=open&sort=date",
        },
    ]
