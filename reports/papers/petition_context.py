"""A paper of a petition: the one context from which PDF and Word are made.

The record is read once; every paper in every letterhead is made of it without another query.
"""

from django.utils import translation

from dialogue_portal.text import date_long

from .letterheads import Letterhead, head, issuer_of
from .petition_papers import TYPES, document_on
from .petition_parts import Writer
from .petition_record import read_petition
from .petition_wording import BY_LETTERHEAD, OPEN_DAY
from .wording import VI


def petition_paper_context(petition_id, *, kind, letterhead, recorded=None):
    """Everything a paper of a petition prints. Raises `NothingToPrint` for a denunciation."""
    return context_of(read_petition(petition_id), kind=kind, letterhead=letterhead, recorded=recorded)


def context_of(record, *, kind, letterhead, recorded=None):
    """The context of a paper of this record; `recorded` is the key of the paper whose number it bears."""
    with translation.override("vi"):
        petition, known, paper = record.petition, TYPES[kind], record.recorded(recorded)
        issuer = issuer_of(petition.owner, petition.received_on, letterhead)
        parts = Writer(record, issuer.name, letterhead).write(kind, paper)
        document = document_on(petition.owner, paper, letterhead)
        # A letter of the State bears the symbol of its issuer alone.
        symbol = "" if parts.abstract and letterhead == Letterhead.STATE else known.symbol
        return {
            "language": "vi",
            "letterhead": str(letterhead),
            "working_copy": "",
            "head": head(issuer, letterhead, type_symbol=symbol, document=document),
            "date_line": f"{issuer.place}, {_day(petition, kind, document)}",
            "draft": "",
            "title": parts.title,
            "subject": parts.subject,
            "abstract": parts.abstract,
            "addressed": list(parts.addressed),
            "blocks": parts.blocks,
            "signatures": parts.signatures,
            "seal": "",
            "seal_hint": "",
            "recipients_beside": bool(parts.copies),
            "recipients": VI["recipients"],
            "recipients_lines": _recipients(parts.copies, letterhead),
            "annexes": [],
        }


def _day(petition, kind, document):
    if kind == "receipt":
        return date_long(petition.received_on)
    return date_long(document.date) if document else OPEN_DAY


def _recipients(copies, letterhead):
    words = BY_LETTERHEAD[letterhead]
    return [*(f"- {line}{words['between']}" for line in copies), f"- {words['kept']}"] if copies else []
