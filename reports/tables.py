"""Rows of the dashboard's tables, formatted once: a template that formats hundreds of numbers is ten times slower."""

from django.utils import formats
from django.utils.translation import gettext as _

from conferences.models import Outcome
from conferences.tallies import AWAITING, PENDING
from dialogue_portal.templatetags.portal import percent_of, rate_step, vn

#: What the rows of the outcome table print: label, buckets, value of the list's outcome filter.
PENDING_FILTER = "pending"


def outcome_rows(columns, lines, total, url):
    """One row per outcome with a number per level; pending closes the sum."""
    rows = [(column.label, (column,), str(column)) for column in columns]
    rows.append((_("Pending (no outcome yet)"), (PENDING, AWAITING), PENDING_FILTER))
    return [
        {
            "label": label,
            "numbers": [line.counts.of(*buckets) for line in lines],
            "total": total.counts.of(*buckets),
            "url": f"{url}&outcome={name}" if url else "",
        }
        for label, buckets, name in rows
    ]


def _figures(counts, few=0):
    received, resolved = counts.received, counts.resolved
    return {
        "received": vn(received),
        "resolved": vn(resolved),
        "unresolved": vn(counts[Outcome.UNRESOLVED]),
        "pending": vn(counts.pending),
        "rate": percent_of(resolved, received),
        "step": rate_step(resolved, received) if received >= few else 0,
    }


def line_rows(lines, *, few, unit_url, opinions_url):
    """Rows of a table of units or fields; `unit_url` and `opinions_url` make the addresses from a line."""
    return [
        {
            "label": line.label,
            "conferences": vn(line.conferences),
            "participants": vn(line.participants),
            "unit_url": unit_url(line),
            "opinions_url": opinions_url(line),
            **_figures(line.counts, few),
        }
        for line in lines
    ]


def month_rows(months):
    """Newest month first, each with the same month a year before."""
    rows = []
    for month, now, before in reversed(months):
        change = now.received - before.received
        rows.append(
            {
                "label": formats.date_format(month, "YEAR_MONTH_FORMAT"),
                "received": vn(now.received),
                "before": vn(before.received),
                "change": f"+{vn(change)}" if change > 0 else vn(change).replace("-", "−"),
                "rate": percent_of(now.resolved, now.received),
            }
        )
    return rows
