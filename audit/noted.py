"""Rows whose every reading is noted: where they are fetched, so that no page can forget it."""

from django.db import models
from django.db.models.query import ModelIterable
from django.utils import timezone

from .services import record_reads


class NotedQuerySet(models.QuerySet):
    """Fetched for a reader, rows that `is_noted` names are noted: once per user, record and day, for any number of
    rows in a bounded number of queries, in none where there are no such rows.

    `visible_to` of the subclass ends with `read_by(user)`. Counts and values tell no row and are not noted; neither is
    what `iterator()` streams, which files use.
    """

    _reader = None

    def is_noted(self, row):
        """Whether the reading of this row is noted."""
        raise NotImplementedError

    def read_by(self, user):
        """The same rows, fetched for this user."""
        rows = self._chain()
        rows._reader = user
        return rows

    def _clone(self):
        clone = super()._clone()
        clone._reader = self._reader
        return clone

    def _fetch_all(self):
        is_read_before = self._result_cache is not None
        super()._fetch_all()
        if self._reader is None or is_read_before or not issubclass(self._iterable_class, ModelIterable):
            return
        record_reads(self._reader, [row for row in self._result_cache if self.is_noted(row)], on=timezone.localdate())
