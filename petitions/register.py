"""The register of petitions ("Sổ theo dõi đơn", 19 columns): what each says on page and paper.

A denunciation is a coded row, for the petition officers of its owner alone, and on no copy that leaves the portal.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from handling.books import Book, Column

from .models import Finding, PaperKind, Petition, Round
from .paper_book import paper_book_notes
from .reason_words import ineligibility_words
from .words import address_words, name_words, source_words, summary_words, why_uncounted

#: Papers that say what was done with a petition (column 14).
_OF_PROCESSING = (
    PaperKind.ACCEPTANCE,
    PaperKind.REFUSAL,
    PaperKind.GUIDANCE,
    PaperKind.TRANSFER,
    PaperKind.LETTER,
)


def rows(user, body, period):
    """What this user sees of the register of a body, by arrival numbers."""
    found = Petition.objects.visible_to(user).filter(owner=body, booked_on__range=(period.first, period.last))
    return found.order_by("arrival_year", "in_secret_book", "arrival_number")


def read(petitions, user):
    named = petitions.with_list_columns().with_naming(user)
    return named.select_related("owner", "field", "sent_by", "addressee", "handling", "content").prefetch_related(
        "papers__document", "history"
    )


def notes(user, body, period):
    missing = _("A number that is missing here was split by content, struck out or moved to another book.")
    return [*paper_book_notes(body, rows(user, body, period)), missing]


def _secret():
    return _("Secret: paper file")


def _source(row):
    return f"{source_words(row)}: {row.sent_by}" if row.sent_by_id else source_words(row)


def _sender(row):
    if row.is_denunciation:
        return _secret()
    return "; ".join(name_words(row, named=row.names_shown)) if row.is_counted else ""


def _address(row):
    if row.is_denunciation or not row.is_counted:
        return ""
    return "; ".join(address_words(row, named=row.names_shown))


def _people(row):
    """As many as the letter says, else those who are named."""
    if row.is_denunciation or not row.is_counted:
        return None
    return row.signatories or len(row.content.senders.all()) or None


def _content(row):
    """Of what was split nothing is written, with a denunciation in it or without: registers leave the portal."""
    if row.is_denunciation:
        return _secret()
    return summary_words(row, named=row.names_shown) if row.is_counted else why_uncounted(row)


def _eligible(row):
    if row.is_eligible is None:
        return ""
    if row.is_eligible:
        return pgettext("conditions", "Met")
    return "; ".join([pgettext("conditions", "Not met"), *ineligibility_words(row)])


def _round(row):
    """What nobody has classified is of no round yet, but for what is known to have been sent before."""
    if row.round:
        return row.get_round_display()
    if row.is_repeat:
        return pgettext("round", "Repeated")
    return "" if row.is_eligible is None else Round.FIRST.label


def _direction(row):
    return row.get_direction_display()


def _papers(row):
    return "; ".join(paper.document.label for paper in row.papers.all() if paper.kind in _OF_PROCESSING)


def _result(row):
    state = row.get_state_display()
    return f"{state}: {Finding(row.finding).label}" if row.finding else state


def _file(row):
    return f"{row.code}; {row.paper_file}" if row.paper_file else row.code


REGISTER = Book(
    kind="petitions.register",
    record="petition",
    noun="register_of_petitions",
    stem="so-theo-doi-don",
    title=gettext_lazy("Register of petitions"),
    form="",
    columns=(
        Column(pgettext_lazy("register of petitions", "Arrival number"), 8, lambda row: row.arrival_label),
        Column(pgettext_lazy("register of petitions", "Received on"), 15, lambda row: row.booked_on),
        Column(pgettext_lazy("register of petitions", "Source"), 15, _source),
        Column(pgettext_lazy("register of petitions", "Sender"), 20, _sender),
        Column(pgettext_lazy("register of petitions", "Address"), 20, _address),
        Column(pgettext_lazy("register of petitions", "People who signed"), 9, _people),
        Column(pgettext_lazy("register of petitions", "Content"), 42, _content),
        Column(pgettext_lazy("register of petitions", "Kind"), 12, lambda row: row.get_kind_display()),
        Column(pgettext_lazy("register of petitions", "Field"), 16, lambda row: row.field.name if row.field_id else ""),
        Column(pgettext_lazy("register of petitions", "Conditions met?"), 16, _eligible),
        Column(pgettext_lazy("register of petitions", "Round (first, repeated)"), 10, _round),
        Column(pgettext_lazy("register of petitions", "Competence"), 13, lambda row: row.get_competence_display()),
        Column(pgettext_lazy("register of petitions", "Direction"), 14, _direction),
        Column(pgettext_lazy("register of petitions", "Number and date of the paper"), 17, _papers),
        Column(pgettext_lazy("register of petitions", "Receiving body"), 16, lambda row: str(row.addressee or "")),
        Column(pgettext_lazy("register of petitions", "Due"), 15, lambda row: row.handling.due_on),
        Column(pgettext_lazy("register of petitions", "Result"), 16, _result),
        Column(pgettext_lazy("register of petitions", "Ended on"), 15, lambda row: row.handling.done_on),
        Column(pgettext_lazy("register of petitions", "File kept"), 21, _file),
    ),
    rows=rows,
    read=read,
    url=lambda row: reverse("petitions:petition", args=[row.code]),
    printed=lambda petitions: petitions.without_denunciations(),
    stays=lambda row: row.is_denunciation,
    notes=notes,
)
