"""Rows of the tables of figures, written once: a template that formats hundreds of numbers is ten times slower."""

from itertools import groupby

from django.utils import formats
from django.utils.translation import gettext as _

from conferences.filters_opinions import PENDING as PENDING_FILTER
from conferences.models import Outcome
from conferences.tallies import AWAITING, PENDING
from dialogue_portal.templatetags.portal import rate_step

#: Outcomes in the order every table prints them; pending closes the sum.
OUTCOMES = (
    Outcome.AT_CONFERENCE,
    Outcome.AFTER,
    Outcome.EXPLAINED,
    Outcome.NOT_ACCEPTED,
    Outcome.STEP_BY_STEP,
    Outcome.FORWARDED_UP,
    Outcome.UNRESOLVED,
)
#: Below so few opinions a rate says little: it is shown without a colour.
FEW = 20
#: So many months stand under each other; more are laid out by year.
MONTHS_IN_A_LIST = 13


def outcome_buckets():
    """(label, buckets, value of the opinion list's outcome filter) of every row of the outcome table."""
    rows = [(outcome.label, (outcome,), str(outcome)) for outcome in OUTCOMES]
    return [*rows, (_("Pending (no outcome yet)"), (PENDING, AWAITING), PENDING_FILTER)]


def outcome_rows(levels, total, numerals, addresses=None):
    """One row per outcome with a cell (number, address or "", heading) per level, then one of the total."""
    columns = [
        (line, heading, addresses.opinions(level=line.level) if addresses else "")
        for line, heading in _columns(levels, total)
    ]
    rows = []
    for label, buckets, name in outcome_buckets():
        cells = []
        for line, heading, url in columns:
            number = line.counts.of(*buckets)
            cells.append((numerals.whole(number), f"{url}&outcome={name}" if url and number else "", heading))
        rows.append({"label": label, "cells": cells})
    return rows


def total_rows(levels, total, numerals, addresses=None):
    """Conferences, participants and opinions received, each with cells as in `outcome_rows`."""
    rows = {"conferences": [], "participants": [], "received": []}
    for line, heading in _columns(levels, total):
        held = addresses.conferences(level=line.level) if addresses and line.conferences else ""
        opinions = addresses.opinions(level=line.level) if addresses and line.counts.received else ""
        rows["conferences"].append((numerals.whole(line.conferences), held, heading))
        rows["participants"].append((numerals.whole(line.participants), held, heading))
        rows["received"].append((numerals.whole(line.counts.received), opinions, heading))
    return rows


def _columns(levels, total):
    return [*((line, line.label) for line in levels), (total, _("Total"))]


def line_row(line, numerals, addresses=None):
    """A row of the table of units."""
    counts = line.counts
    received, resolved = counts.received, counts.resolved
    return {
        "label": line.label,
        "level": line.level,
        "is_divided": line.is_divided,
        "url": addresses.opinions(line) if addresses else "",
        "held_url": addresses.conferences(line) if addresses and line.conferences else "",
        "conferences": numerals.whole(line.conferences),
        "participants": numerals.whole(line.participants),
        "received": numerals.whole(received),
        "resolved": numerals.whole(resolved),
        "unresolved": numerals.whole(counts[Outcome.UNRESOLVED]),
        "pending": numerals.whole(counts.pending),
        "rate": numerals.percent(resolved, received),
        "step": rate_step(resolved, received) if received >= FEW else 0,
    }


def unit_groups(figures, numerals, addresses):
    """The rows of the table of units, gathered by level: [(level, [row])]. The unit itself comes first, former units
    last; rows of parts can be drilled into."""
    rows = [] if figures.own.is_empty else [line_row(figures.own, numerals, addresses)]
    rows += [{**line_row(line, numerals, addresses), "drill": addresses.drill(line)} for line in figures.parts]
    groups = [(level, list(members)) for level, members in groupby(rows, key=lambda row: row["level"])]
    former = [line_row(line, numerals, addresses) for line in figures.former]
    return [*groups, ("", former)] if former else groups


def field_rows(fields, names, numerals, addresses):
    """Fields, largest first; what is not classified comes last. `names` maps an id to (code, name)."""
    rows = []
    for key, (received, resolved) in fields.items():
        if not received:
            continue
        code, label = names[key] if key else ("none", _("Not classified yet"))
        rows.append(
            {
                "label": label,
                "code": code,
                "url": f"{addresses.opinions()}&field={code}",
                "numbers": (received, resolved),
                "received": numerals.whole(received),
                "resolved": numerals.whole(resolved),
                "rate": numerals.percent(resolved, received),
            }
        )
    return sorted(rows, key=lambda row: (row["code"] == "none", -row["numbers"][0], row["code"]))


def month_rows(months, numerals, addresses):
    """Newest month first, each beside the same month a year before."""
    return [
        {
            "label": formats.date_format(month.first, "YEAR_MONTH_FORMAT"),
            "url": _month_url(month, addresses),
            "received": numerals.whole(month.received),
            "before": numerals.whole(month.before),
            "change": numerals.signed(month.change),
            "rate": numerals.percent(month.resolved, month.received),
        }
        for month in reversed(months)
    ]


def year_rows(months, numerals, addresses):
    """Newest year first: twelve cells (number, address, change against the same month a year before), and the sum.

    A month outside the period is an empty cell.
    """
    rows = []
    for year, members in groupby(months, key=lambda month: month.first.year):
        members = list(members)
        cells = [("", "", "")] * 12
        for month in members:
            number, change = numerals.whole(month.received), numerals.signed(month.change)
            cells[month.first.month - 1] = (number, _month_url(month, addresses), change)
        received, resolved = sum(month.received for month in members), sum(month.resolved for month in members)
        changes = [month.change for month in members]
        rows.append(
            {
                "label": str(year),
                "cells": cells,
                "received": numerals.whole(received),
                "change": numerals.signed(None if None in changes else sum(changes)),
                "rate": numerals.percent(resolved, received),
            }
        )
    return rows[::-1]


def _month_url(month, addresses):
    return addresses.opinions(first=month.first, last=month.last) if month.received else ""
