"""A column of folded words derived from other columns of its row, so that a search needs no marks and no join."""

from django.db import models

from handling.search import index_words


class FoldedWordsField(models.TextField):
    """Written with every save that includes it, `bulk_create` too, from the columns named in `sources`."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def pre_save(self, instance, add):
        words = index_words(*(getattr(instance, source) for source in self.sources))
        setattr(instance, self.attname, words)
        return words
