"""A statement that there was nothing, on paper: one context, from which PDF and Word are made.

Everything printed is of the statement's own facts, so that the paper of today says what was stated then.
"""

from datetime import date

from django.utils import formats, timezone, translation

from dialogue_portal.text import date_long, lower_first
from petitions.marks import MARKS
from registers.models import Organisation

from . import petition_wording as words
from .blocks import Signature, line, table, text
from .letterheads import Letterhead, committee_of, head, issuer_of
from .petition_form import own_body
from .petition_papers import letterheads_of
from .petition_parts import signer_of
from .wording import VI

FILE_STEM = "xac-nhan-khong-phat-sinh"
SAID = words.NIL_STATEMENT


def statement_context(statement):
    """Everything the paper of a statement prints, in the letterhead of the body that states.

    That is the body it is about; of several, the one of whoever stated it, else the Party committee of their unit.
    """
    with translation.override("vi"):
        body, made_on = statement.body or own_body(statement.by), timezone.localdate(statement.as_of)
        letterhead = letterheads_of(body)[0] if body else Letterhead.PARTY
        issuer = issuer_of(body, made_on, letterhead) if body else committee_of(statement.unit, made_on, letterhead)
        signer = signer_of(body, letterhead) if body else words.COMMITTEE_HEADS[letterhead]
        return {
            "language": "vi",
            "letterhead": str(letterhead),
            "working_copy": "",
            "head": head(issuer, letterhead, type_symbol=SAID["symbol"]),
            "date_line": f"{issuer.place}, {words.OPEN_DAY}",
            "draft": "",
            "title": SAID["title"],
            "subject": SAID["subject"].format(marks=_marks(statement, ", "), **_days(statement)),
            "abstract": "",
            "addressed": [],
            "blocks": _blocks(statement, issuer.name),
            "signatures": [Signature(signer, words.SEAL_HINT, "")],
            "seal": "",
            "seal_hint": "",
            "recipients_beside": True,
            "recipients": VI["recipients"],
            "recipients_lines": [f"- {words.BY_LETTERHEAD[letterhead]['kept']}"],
            "annexes": [],
        }


def _marks(statement, between):
    return between.join(lower_first(str(MARKS[flag])) for flag in statement.facts["stated"])


def _days(statement):
    return {"first": f"{statement.first:%d/%m/%Y}", "last": f"{statement.last:%d/%m/%Y}"}


def _blocks(statement, issuer):
    facts, as_of = statement.facts, timezone.localtime(statement.as_of)
    looks_back = "received_before" in facts
    opening = SAID["opening"] if looks_back else SAID["opening_received"]
    blocks = [text(opening.format(issuer=issuer, marks=_marks(statement, "; "), **_days(statement)))]
    if not facts["examined"]:
        blocks.append(text(SAID["nothing_examined"]))
    blocks += [
        text(SAID[sentence].format(number=_number(facts[name])))
        for name, sentence in (("unclassified", "not_decided"), ("unmarked", "not_marked"))
        if facts.get(name)
    ]
    if as_of.date() <= statement.last:
        blocks.append(text(SAID["running"].format(time=f"{as_of:%H:%M}", day=date_long(as_of.date()))))
    blocks.append(text(SAID["with_denunciations" if statement.with_denunciations else "without_denunciations"]))
    blocks.append(text(SAID["rests_on"]))
    blocks.append(table(SAID["headings"], _figures(facts, looks_back), (120, 40), ("left", "right")))
    blocks.append(text(SAID["bodies"].format(number=_number(len(facts["bodies"])), names=_names(facts, as_of))))
    blocks.append(line(SAID["checksum"].format(digest=statement.digest)))
    blocks.append(
        text(
            SAID["asked"].format(
                code=statement.code, name=statement.by.full_name, time=f"{as_of:%H:%M:%S}", day=date_long(as_of.date())
            )
        )
    )
    return blocks


def _number(value):
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def _figures(facts, looks_back):
    rows = [(SAID["examined"], _number(facts["examined"]))]
    if looks_back:
        rows.append((SAID["received_before"], _number(facts["received_before"])))
    rows += [(SAID[name], _number(facts[name])) for name in ("unclassified", "unmarked") if name in facts]
    return rows + [(str(MARKS[flag]), _number(number)) for flag, number in facts["found"].items()]


def _names(facts, as_of):
    """The bodies by the names they had; one that the register does not know any more by its code."""
    known = Organisation.objects.filter(code__in=facts["bodies"]).order_by("valid_from", "pk")
    names = {}
    for body in known:
        if body.code not in names or (body.valid_from or date.min) <= as_of.date():
            names[body.code] = body.name
    return "; ".join(names.get(code, code) for code in facts["bodies"])
