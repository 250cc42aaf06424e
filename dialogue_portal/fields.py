"""Model fields that store clean text only, whichever door it came through: form, import, service or bulk load."""

from django.db import models

from .text import clean, clean_line


class _CleanMixin:
    """Normalises in `to_python` (forms) and in `pre_save` (every write, `bulk_create` included)."""

    def pre_save(self, instance, add):
        value = super().pre_save(instance, add)
        if isinstance(value, str):
            value = self.normalise(value)
            setattr(instance, self.attname, value)
        return value

    def to_python(self, value):
        value = super().to_python(value)
        return self.normalise(value) if isinstance(value, str) else value


class LineField(_CleanMixin, models.CharField):
    """One line of text: NFC, no invisible characters, single spaces."""

    normalise = staticmethod(clean_line)


class ParagraphsField(_CleanMixin, models.TextField):
    """Text of several lines: NFC, no invisible characters, line breaks kept."""

    normalise = staticmethod(clean)
