"""What is odd in the number of a paper, and taken all the same: the same number twice, a kind that is not that of the
paper. One document may serve twice by law, and bodies number as they do."""

from django.utils.translation import gettext as _

from registers.documents import DOCUMENT_SYMBOLS, split_number, symbols_in

from .models import Petition, PetitionPaper


def doubts_of(petition, number, *, date, kinds, issuer, user):
    """Sentences on a number that `issuer` gave a paper of this petition on a day; `kinds` are the symbols it may have.

    Of other petitions those are asked that `user` sees, and which it was is not told.
    """
    return [*_of_kind(number, kinds), *_of_other_papers(petition, number, date=date, issuer=issuer, user=user)]


def _of_kind(number, kinds):
    named = [one for one in symbols_in(number) if one in DOCUMENT_SYMBOLS]
    if not kinds or not named or set(named) & set(kinds):
        return []
    told = _("The number says “%(found)s”, and this paper is one of kind “%(kinds)s”: check the number.")
    return [told % {"found": named[0], "kinds": ", ".join(kinds)}]


def _of_other_papers(petition, number, *, date, issuer, user):
    digits, _mark, symbol = split_number(number)
    if not digits and not symbol:
        return []
    same = PetitionPaper.objects.filter(
        document__number=digits, document__symbol=symbol, document__date__year=date.year
    ).select_related("document")
    own = same.filter(petition=petition).first()
    if own is not None:
        told = _("This petition has a paper with this number already: %(kind)s. Check whether it is the same document.")
        return [told % {"kind": own.get_kind_display()}]
    if issuer != petition.owner:
        return []
    others = Petition.objects.visible_to(user).filter(owner=petition.owner).exclude(pk=petition.pk)
    if same.filter(petition__in=others, body=None).exists():
        return [_("Another petition of this body has a paper with this number already: check the number.")]
    return []
