"""What opinions are found by (`handling/search.py` says how).

What everybody finds an opinion by is its code and its text as it is masked. By the name of its speaker only those find
it who see the name in that very opinion.
"""

from accounts.masking import mask_text
from handling import search
from handling.search import Source, begins, by_beginnings, by_vector, index_words


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
    return search.matching(opinions, query, texts=_TEXTS, names=(_NAMES, _DELEGATES), named=named)


def _text_keys(words):
    from .models import OpinionSearch

    return OpinionSearch.objects.filter(begins("words", words)).values("opinion")


def _keys_by_speaker(column):
    def keys(words):
        from .models import Opinion

        return Opinion.objects.filter(begins(f"turn__speaker__{column}", words)).values("pk")

    return keys


def _select_delegates(words):
    condition, values = by_beginnings("person.folded_name", words)
    return f"{_OF_DELEGATES} WHERE {condition}", values


_OF_SPEAKERS = "SELECT opinion.id FROM conferences_opinion opinion JOIN conferences_speaker speaker USING (turn_id)"
_OF_DELEGATES = f"""{_OF_SPEAKERS}
    JOIN conferences_delegate delegate ON delegate.id = speaker.delegate_id
    JOIN conferences_person person ON person.id = delegate.person_id"""
# The vectors are PostgreSQL's own columns, generated from the words (migrations 0004 and 0008).
_TEXTS = Source(
    by_vector("SELECT opinion_id FROM conferences_opinionsearch WHERE vector @@ %s::tsquery"), keys=_text_keys
)
_NAMES = Source(
    by_vector(f"{_OF_SPEAKERS} WHERE speaker.name_vector @@ %s::tsquery"), keys=_keys_by_speaker("name_words")
)
_DELEGATES = Source(_select_delegates, keys=_keys_by_speaker("delegate__person__folded_name"))
