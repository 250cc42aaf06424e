"""Addresses of the lists behind figures: every number leads to its records."""

from urllib.parse import urlencode

from django.urls import reverse

from conferences.filters_conferences import WAS_HELD

from .figures import OWN


class Addresses:
    """The lists behind the figures of a scope. `first` is the scope's first day, or that of the record."""

    def __init__(self, scope, first):
        self.scope, self.first = scope, first
        self._opinions = reverse("conferences:opinion_list")
        self._conferences = reverse("conferences:conference_list")
        self._dashboard = reverse("reports:dashboard")

    def opinions(self, line=None, *, level="", first=None, last=None):
        """The opinions behind a line (None: all). Further filters may follow as `&name=value`."""
        return f"{self._opinions}?{self._query(line, level, first, last)}"

    def conferences(self, line=None, *, level=""):
        """The conferences behind a line (None: all)."""
        return f"{self._conferences}?state={WAS_HELD}&{self._query(line, level, None, None)}"

    def drill(self, line):
        """The dashboard of the part that a line is of, for the same period and level."""
        return f"{self._dashboard}?{self._range()}&unit={line.key}"

    def _query(self, line, level, first, last):
        """Numbers, dates and codes only: nothing here needs quoting."""
        unit, first, last = self.scope.unit.pk, first or self.first, last or self.scope.last
        level = level or self.scope.level
        if line is not None:
            if line.key == OWN:
                level = line.level
            else:
                unit = line.key
            first, last = max(first, line.valid_from or first), min(last, line.valid_until or last)
        query = f"unit={unit}&from={first}&to={last}"
        return f"{query}&level={level}" if level else query

    def _range(self):
        query = {"from": self.scope.first, "to": self.scope.last} if self.scope.first else {}
        if self.scope.level:
            query["level"] = self.scope.level
        return urlencode(query) if query else f"to={self.scope.last}"
