"""What petitions are found by (`handling/search.py` says how). Denunciations are found by nothing, not even their code.

What everybody finds a petition by is its code and its summary as it is masked. By the name of a sender only those find
it who see the names of that very petition.
"""

from accounts.masking import mask_text
from handling import search
from handling.search import Source, begins, by_vector, index_words


def words_for_everybody(code, content, names):
    """What `PetitionSearch.words` holds: the code, and the words without what is masked. `names` are the senders'."""
    return index_words(code, mask_text(content.summary, names), mask_text(content.gloss_en, names))


def matching(petitions, query, named=None):
    """Restrict a queryset of petitions to those matching every word of `query`; an empty query restricts nothing.

    `named` is a Q that says which of them may be found by the name of a sender; None is none of them. Everything hangs
    on the content row, so no word restricts to a denunciation.
    """
    return search.matching(petitions, query, key="content", texts=_TEXTS, names=(_NAMES,), named=named)


def _text_keys(words):
    from .models import PetitionSearch

    return PetitionSearch.objects.filter(begins("words", words)).values("content")


def _keys_by_sender(words):
    from .models import Sender

    return Sender.objects.filter(begins("folded_name", words)).values("content")


# The vectors are PostgreSQL's own columns, generated from the words (migration 0004).
_TEXTS = Source(
    by_vector("SELECT content_id FROM petitions_petitionsearch WHERE vector @@ %s::tsquery"), keys=_text_keys
)
_NAMES = Source(
    by_vector("SELECT content_id FROM petitions_sender WHERE name_vector @@ %s::tsquery"), keys=_keys_by_sender
)
