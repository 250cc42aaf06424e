"""Searching opinions without diacritics: one folded word list beside the table, one way to ask on both databases.

The words are stored folded and separated by one space. A query matches when every one of its words is the
beginning of a stored word. PostgreSQL answers from a GIN index over the word list, SQLite by LIKE; parity tests
hold them together.
"""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from dialogue_portal.text import fold_words

#: The hits come first, once and for all: for common syllables the planner would otherwise walk the index of dates and
#: look into the words of every row. The column is PostgreSQL's own, generated from `words` (migration 0004).
_POSTGRESQL = """
    WITH hits AS MATERIALIZED (
        SELECT opinion_id FROM conferences_opinionsearch
        WHERE vector @@ %s::tsquery
    ) SELECT opinion_id FROM hits
"""


def index_words(*texts):
    """The folded words of some texts, each once, as stored in `OpinionSearch.words`."""
    words = dict.fromkeys(word for text in texts if text for word in fold_words(text))
    return " ".join(words)


def matching(opinions, query):
    """Restrict a queryset of opinions to those matching every word of `query`; an empty query restricts nothing."""
    from .models import OpinionSearch

    words = fold_words(query)
    if not words:
        return opinions
    if connection.vendor == "postgresql":
        prefixes = " & ".join(f"'{word}':*" for word in words)
        return opinions.filter(pk__in=RawSQL(_POSTGRESQL, [prefixes]))
    hits = OpinionSearch.objects.all()
    for word in words:
        hits = hits.filter(Q(words__startswith=word) | Q(words__contains=f" {word}"))
    return opinions.filter(pk__in=hits.values("opinion_id"))
