"""Petitions that a letter may repeat: of the same sender, or with much the same words. Never a denunciation."""

from django.db.models import Q

from dialogue_portal.text import fold_words
from handling.search import holding_any, rarest_words, shared_words

from .models import Petition, PetitionSearch, ReceptionTurn
from .services.registering import folded_name

#: So many petitions of the user's sight are compared by their words: those that share the most of them.
_COMPARED = 400
#: They are looked for by the first words of a text, of these by the rarest, which stand in so many petitions together.
_LOOKED_FOR = 40
_BUDGET = 2000
_MOST = 6
#: Which part of the words of the shorter text both must have.
_ALIKE = 0.5
#: Fewer words than this say too little to compare.
_FEWEST = 4


def similar_petitions(user, summary, senders):
    """Petitions this user sees that say much the same, or that one of these senders sent; the likeliest first,
    each `with_naming`.

    `senders` are full names, and found only where this user sees them. The number of queries is fixed, however
    long the text and however many petitions there are.
    """
    seen = Petition.objects.visible_to(user).without_denunciations()
    scores = _of_senders(seen.named_to(user), senders)
    for pk, score in _of_words(seen, summary).items():
        scores[pk] = scores.get(pk, 0) + score
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:_MOST]
    rows = seen.filter(pk__in=best).with_naming(user).select_related("content", "owner")
    rows = rows.prefetch_related("content__senders").in_bulk()
    return [rows[pk] for pk in best if pk in rows]


def shared_senders(petition, senders):
    """Of the full names `senders`, those that are also a sender of a petition `with_naming`; none where the user does
    not see its names."""
    if not petition.names_shown:
        return []
    there = {row.folded_name for row in petition.content.senders.all()}
    return [name for name in senders if _folded([name]) & there]


def earlier_turns(user, visitors):
    """Turns of receptions in which one of these people came, the latest first, of those whose names this user sees."""
    names = _folded(visitors)
    if not names:
        return []
    turns = ReceptionTurn.objects.visible_to(user).with_naming(user).filter(names_shown=True)
    came = Q(content__senders__folded_name__in=names) | Q(petition__content__senders__folded_name__in=names)
    turns = turns.without_denunciations().filter(came).distinct()
    rows = turns.select_related("session", "content", "petition__content").order_by("-session__on", "-pk")
    return list(rows[:_MOST])


def _folded(names):
    return {folded_name(name) for name in names} - {""}


def _of_senders(seen, senders):
    names = _folded(senders)
    if not names:
        return {}
    found = seen.filter(content__senders__folded_name__in=names).order_by("-received_on", "-pk")
    return dict.fromkeys(found.values_list("pk", flat=True)[: _MOST * 2], 1)


def _of_words(seen, summary):
    words = fold_words(summary)
    wanted = set(words)
    if len(wanted) < _FEWEST:
        return {}
    asked = list(dict.fromkeys(words))[:_LOOKED_FOR]
    telling = rarest_words(PetitionSearch, asked, budget=_BUDGET)
    if not telling:
        return {}
    rows = seen.filter(content__in=holding_any(PetitionSearch, telling))
    rows = rows.order_by(shared_words("content__search__words", asked).desc(), "-received_on", "-pk")
    scores = {}
    for pk, text in rows.values_list("pk", "content__search__words")[:_COMPARED]:
        others = set(text.split())
        score = len(wanted & others) / min(len(wanted), len(others))
        if score >= _ALIKE:
            scores[pk] = score
    return scores
