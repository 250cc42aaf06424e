"""Searching opinions without diacritics: folded words in columns of their own, one way to ask on both databases.

The words are stored folded and separated by one space. A query matches when every one of its words is the
beginning of a stored word. PostgreSQL answers from GIN indexes over the words, SQLite by LIKE; parity tests
hold them together.

What everybody finds an opinion by is its code and its text as it is masked. By the name of its speaker only those find
it who see the name in that very opinion: whoever reads "N.V.A." must not learn the name by trying.
"""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.masking import mask_text
from dialogue_portal.text import fold_words

# The vectors are PostgreSQL's own columns, generated from the words (migrations 0004 and 0008).
_TEXTS = "SELECT opinion_id FROM conferences_opinionsearch WHERE vector @@ %s::tsquery"
_NAMES = """
    SELECT opinion.id FROM conferences_opinion opinion JOIN conferences_speaker speaker USING (turn_id)
    WHERE speaker.name_vector @@ %s::tsquery
"""
_DELEGATES = """
    SELECT opinion.id FROM conferences_opinion opinion JOIN conferences_speaker speaker USING (turn_id)
    JOIN conferences_delegate delegate ON delegate.id = speaker.delegate_id
    JOIN conferences_person person ON person.id = delegate.person_id WHERE
"""
_PART_OF_NAME = "(person.folded_name LIKE %s OR person.folded_name LIKE %s)"


def index_words(*texts):
    """The folded words of some texts, each once, as stored in `OpinionSearch.words`."""
    words = dict.fromkeys(word for text in texts if text for word in fold_words(text))
    return " ".join(words)


def words_for_everybody(opinion, text, speaker):
    """What `OpinionSearch.words` holds of an opinion: its code and a version of its text, without what is masked."""
    names = []
    if speaker:
        names = [speaker.full_name, speaker.delegate.person.full_name if speaker.delegate_id else ""]
    return index_words(opinion.code, mask_text(text.text, names), mask_text(text.gloss_en, names))


def matching(opinions, query, named=None):
    """Restrict a queryset of opinions to those matching every word of `query`; an empty query restricts nothing.

    `named` is a Q that says which of them may be found by the name of the speaker; None is none of them.
    """
    words = fold_words(query)
    if not words:
        return opinions
    by_text = Q(pk__in=_texts(words))
    if named is None:
        return opinions.filter(by_text)
    return opinions.filter(_texts_or_names(words)).filter(by_text | named)


def _texts(words):
    """Keys of opinions whose text has the words."""
    from .models import OpinionSearch

    if connection.vendor == "postgresql":
        return _found(words, _TEXTS)
    return OpinionSearch.objects.filter(_each(words, "words")).values("opinion_id")


def _texts_or_names(words):
    """A Q: opinions whose text has the words, or whose speaker is called so, whoever asks."""
    if connection.vendor == "postgresql":
        return Q(pk__in=_found(words, _TEXTS, _NAMES, _DELEGATES))
    from .models import Speaker

    called = _each(words, "name_words") | _each(words, "delegate__person__folded_name")
    return Q(pk__in=_texts(words)) | Q(turn__in=Speaker.objects.filter(called).values("turn"))


def _each(words, column):
    wanted = Q()
    for word in words:
        wanted &= Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return wanted


def _found(words, *selects):
    """The hits come first, once and for all: for common syllables the planner would otherwise walk the index of dates
    and look into the words of every row."""
    statements, values = [], []
    for select in selects:
        if select is _DELEGATES:
            statements.append(select + " AND ".join([_PART_OF_NAME] * len(words)))
            values += [part for word in words for part in (f"{word}%", f"% {word}%")]
        else:
            statements.append(select)
            values.append(" & ".join(f"'{word}':*" for word in words))
    return RawSQL(f"WITH hits (id) AS MATERIALIZED ({' UNION '.join(statements)}) SELECT id FROM hits", values)
