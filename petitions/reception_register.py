"""The register of receptions ("Sổ tiếp công dân", Mẫu 03 of Thông tư 04/2021/TT-TTCP, 12 columns).

Who denounces is a coded row, for the petition officers of the body alone, and on no copy that leaves the portal.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from handling.books import Book, Column

from .models import Finding, ReceptionTurn, TurnDirection
from .paper_book import paper_book_notes
from .reception_words import (
    content_of,
    direction_of,
    identity_words,
    kind_words,
    refusal_words,
    turn_summary,
    visitor_words,
)

_DIRECTIONS = pgettext_lazy("register of receptions", "Direction")
MARK = "x"


def rows(user, body, period):
    """What this user sees of the register of a body, by its numbers."""
    found = ReceptionTurn.objects.visible_to(user).filter(session__owner=body)
    found = found.filter(session__on__gte=period.first, session__on__lte=period.last)
    return found.order_by("session__on", "in_secret_book", "register_number")


def read(turns, user):
    named = turns.with_naming(user).select_related("session", "body", "content", "petition__content")
    return named.prefetch_related("content__senders", "petition__content__senders")


def notes(user, body, period):
    return paper_book_notes(body, rows(user, body, period))


def _visitors(turn):
    if turn.is_denunciation:
        return _("Secret: paper file")
    return "; ".join(", ".join(filter(None, one)) for one in visitor_words(turn, named=turn.names_shown))


def _summary(turn):
    return _("Secret: paper file") if turn.is_denunciation else turn_summary(turn, named=turn.names_shown)


def _kind(turn):
    people = ngettext("%(number)d person", "%(number)d people", turn.people) % {"number": turn.people}
    return f"{kind_words(turn)}; {people}"


def _settled_by(turn):
    content = content_of(turn)
    return content.settled_by if content and turn.names_shown else ""


def _marked(direction):
    return lambda turn: MARK if direction_of(turn) == direction else ""


def _transferred(turn):
    if direction_of(turn) != TurnDirection.TRANSFER:
        return ""
    return str(turn.body) if turn.body_id else MARK


def _result(turn):
    if not turn.petition_id or turn.is_denunciation:
        return ""
    petition = turn.petition
    state = petition.get_state_display()
    return f"{state}: {Finding(petition.finding).label}" if petition.finding else state


def _notes(turn):
    """What has no column of its own."""
    said = []
    if turn.refusal:
        said.append(_("Refused: %(reason)s") % {"reason": refusal_words(turn, turn.session)})
    if turn.is_delegation:
        said.append(_("Large delegation"))
    if turn.is_again:
        said.append(_("Received before"))
    if turn.direction == TurnDirection.EXPLAIN:
        said.append(str(turn.get_direction_display()))
    if turn.petition_id:
        said.append(turn.petition.code)
    return "; ".join(said)


REGISTER = Book(
    kind="petitions.reception_register",
    record="reception_turn",
    noun="register_of_receptions",
    stem="so-tiep-cong-dan",
    title=gettext_lazy("Register of receptions"),
    form=gettext_lazy("Mẫu 03, Thông tư 04/2021/TT-TTCP, not verified"),
    columns=(
        Column(pgettext_lazy("register of receptions", "No."), 5, lambda turn: turn.register_label),
        Column(pgettext_lazy("register of receptions", "Received on"), 11, lambda turn: turn.session.on),
        Column(pgettext_lazy("register of receptions", "Name and address"), 26, _visitors),
        Column(
            pgettext_lazy("register of receptions", "Identity card or passport"),
            14,
            lambda turn: identity_words(turn, named=turn.names_shown),
        ),
        Column(pgettext_lazy("register of receptions", "Content of the matter"), 40, _summary),
        Column(pgettext_lazy("register of receptions", "Kind of petition, number of people"), 16, _kind),
        Column(pgettext_lazy("register of receptions", "Body that settled it"), 16, _settled_by),
        Column(
            pgettext_lazy("register of receptions", "Accepted for settlement"),
            9,
            _marked(TurnDirection.ACCEPT),
            _DIRECTIONS,
        ),
        Column(
            pgettext_lazy("register of receptions", "Letter returned, visitor guided"),
            9,
            _marked(TurnDirection.GUIDE),
            _DIRECTIONS,
        ),
        Column(
            pgettext_lazy("register of receptions", "Letter transferred to the competent body"),
            16,
            _transferred,
            _DIRECTIONS,
        ),
        Column(pgettext_lazy("register of receptions", "Result of the settlement"), 16, _result),
        Column(pgettext_lazy("register of receptions", "Notes"), 18, _notes),
    ),
    rows=rows,
    read=read,
    url=lambda turn: reverse("petitions:reception", args=[turn.session.code]),
    printed=lambda turns: turns.without_denunciations(),
    stays=lambda turn: turn.is_denunciation,
    notes=notes,
)
