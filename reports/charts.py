"""Data of the dashboard's charts; a table beside each holds the same figures."""

from itertools import groupby
from textwrap import wrap

from django.utils import formats
from django.utils.translation import gettext as _

#: Beyond so many months the chart shows quarters.
MONTHS_DRAWN = 24
FIELDS_DRAWN = 10
LONGEST_LABEL = 18


def months_chart(months):
    """Opinions received per month, or per quarter of a long period, and in the same one a year before."""
    if len(months) <= MONTHS_DRAWN:
        points = [(formats.date_format(month.first, "m/Y"), month.received, month.before) for month in months]
        before = _("Same month a year before")
    else:
        points = list(_quarters(months))
        before = _("Same quarter a year before")
    return {
        "type": "bar" if len(points) < 2 else "line",
        "labels": [label for label, _now, _before in points],
        "series": [
            {"label": _("Received"), "values": [now for _label, now, _before in points], "tone": "main"},
            {"label": before, "values": [then for _label, _now, then in points], "tone": "before", "dashed": True},
        ],
    }


def _quarters(months):
    for (year, quarter), members in groupby(months, key=lambda m: (m.first.year, (m.first.month + 2) // 3)):
        members = list(members)
        label = _("Q%(quarter)d/%(year)d") % {"quarter": quarter, "year": year}
        before = [month.before for month in members if month.before is not None]
        yield label, sum(month.received for month in members), sum(before) if before else None


def fields_chart(rows):
    """The largest fields, resolved and not; `rows` are those of `tables.field_rows`."""
    top = rows[:FIELDS_DRAWN]
    return {
        "type": "stacked",
        "horizontal": True,
        # Several lines where a name is long: a phone has no room beside the bars.
        "labels": [wrap(row["label"], LONGEST_LABEL) for row in top],
        "series": [
            {"label": _("Resolved"), "values": [resolved for _received, resolved in _numbers(top)], "tone": "ok"},
            {
                "label": _("Not resolved"),
                "values": [received - resolved for received, resolved in _numbers(top)],
                "tone": "soon",
            },
        ],
    }


def _numbers(rows):
    return [row["numbers"] for row in rows]
