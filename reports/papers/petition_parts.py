"""What each paper of a petition says, whatever the letterhead: title, text, to whom, and who signs."""

from dataclasses import dataclass
from datetime import date

from dialogue_portal.text import date_long, lower_first, upper_first
from petitions.models import Direction, PaperKind
from petitions.reason_words import decline_words, ineligibility_words

from . import petition_wording as words
from .blocks import Signature, text
from .petition_papers import document_on


@dataclass(frozen=True)
class Parts:
    blocks: list
    signatures: list
    title: str = ""
    subject: str = ""
    abstract: str = ""
    addressed: tuple = ()
    copies: tuple = ()


class Writer:
    """Writes the papers of one petition for one issuer; `facts` fill the gaps of the wording."""

    def __init__(self, record, issuer, letterhead):
        petition = record.petition
        self.record, self.petition, self.letterhead = record, petition, letterhead
        self.signs = signer_of(petition.owner, letterhead)
        dated = words.DATED.format(day=date_long(petition.dated_on)) if petition.dated_on else ""
        sent_by = words.SENT_BY.format(body=petition.sent_by.name) if petition.sent_by else ""
        self.facts = {
            "issuer": issuer,
            "rules": words.BY_LETTERHEAD[letterhead]["rules"],
            "person": words.PERSON,
            "who": _who(record),
            "address": _address(record),
            "letter": words.LETTERS[petition.kind],
            "matter": words.MATTERS[petition.kind] + words.ROUNDS.get(petition.round, ""),
            "round": words.ROUNDS.get(petition.round, ""),
            "dated": dated,
            "sent_by": sent_by,
            "day": upper_first(date_long(petition.received_on)),
            "summary": _sentence(petition.content.summary),
            "addressee": petition.addressee.name if petition.addressee else words.DOTS,
            "code": petition.code,
        }

    def write(self, key, recorded):
        """The parts of a paper; `recorded` is the paper as it was recorded, None before that."""
        return getattr(self, key)(recorded)

    def say(self, sentence, **more):
        return text(sentence.format(**{**self.facts, **more}))

    # --- handed to the sender, and within the house ---

    def receipt(self, recorded):
        said, petition = words.RECEIPT, self.petition
        sender = _first(self.record)
        signatories = f"{_signed(self.record):02d}"
        blocks = [
            self.say(said["opening"]),
            *self._people(said),
            self.say(said["letter"], signatories=signatories),
            self.say(words.CONTENT),
            self.say(said["enclosed"]),
            self.say(said["number"], number=petition.arrival_label, year=petition.arrival_year),
        ]
        if petition.notice_due_on:
            blocks.append(self.say(said["notice"], day=date_long(petition.notice_due_on)))
        blocks.append(self.say(said["copies"]))
        signatures = [
            Signature(said["left"], words.SIGN_HINT, sender.full_name if sender else ""),
            Signature(said["right"], words.SIGN_HINT, petition.created_by.full_name),
        ]
        return Parts(blocks, signatures, said["title"], self._line(said["subject"]))

    def _people(self, said):
        """Name, number and address of whoever handed it in; of several each with their own."""
        for person in _speakers(self.record) or [None]:
            yield self.say(said["name"], who=person.full_name if person else words.DOTS)
            yield self.say(said["id_number"], number=(person.id_number if person else "") or words.DOTS)
            yield self.say(said["address"], address=(person.address if person else "") or words.DOTS)

    def proposal_slip(self, recorded):
        said, petition = words.PROPOSAL, self.petition
        failing = "; ".join(lower_first(label) for label in ineligibility_words(petition))
        reason = _sentence(self.record.said_with("propose"))
        handling = petition.handling
        blocks = [
            self.say(words.RECEIVED),
            self.say(words.CONTENT),
            self.say(said["kind"], letter=self.facts["letter"], field=_field(petition)),
            self.say(said["eligible"] if petition.is_eligible else said["not_eligible"], reasons=failing),
            self.say(said["competence"], competence=self._line(words.COMPETENCES.get(petition.competence, words.DOTS))),
            self.say(
                said["proposal"],
                proposal=self._line(words.PROPOSALS.get(petition.direction, words.DOTS)),
                because=self._because(),
            ),
            self.say(said["reason"], reason=reason) if reason else self.say(said["no_reason"]),
        ]
        if handling.original_due_on and petition.state in ("proposed", "approved"):
            blocks.append(self.say(said["due"], day=date_long(handling.due_on)))
        blocks.append(self.say(said["end"]))
        proposed, approved = self.record.moves.get("propose"), self.record.approved
        hint = said["approved"].format(day=date_long(approved.on)) if approved else words.SIGN_HINT
        to, left = self._to_whom_decides(said)
        signatures = [
            Signature(left, hint, approved.by.full_name if approved else ""),
            Signature(said["right"], words.SIGN_HINT, proposed.by.full_name if proposed else ""),
        ]
        subject = upper_first(self._line(said["subject"]))
        return Parts(blocks, signatures, said["title"], subject, addressed=(to,))

    def _to_whom_decides(self, said):
        """To whom a proposal goes, and the head of the approval, which names a body that is not the receiving one."""
        decider = self.record.decider
        if decider.pk == self.petition.owner_id:
            return self._line(said["to"]), said["left"]
        return self._line(said["to"], issuer=decider.name), f"{said['left']}\n{decider.name.upper()}"

    def _because(self):
        if self.petition.direction != Direction.DECLINE:
            return ""
        return self._line(words.PROPOSAL["because"], reason=self._decline_reason())

    # --- to the sender ---

    def guidance_slip(self, recorded):
        said = words.GUIDANCE
        blocks = [*self._received(), *(self.say(said[name]) for name in ("found", "asked", "end"))]
        return self._to_sender(said, blocks)

    def acceptance_notice(self, recorded):
        said, accepted = words.ACCEPTANCE, self.record.moves.get("accept")
        blocks = [
            *self._received(),
            self.say(said["found"], day=date_long(self._accepted_on()) if accepted else words.OPEN_DAY),
            # What moves the due date later, the calendar too, changes no notice that went out.
            self.say(said["due"], day=_day_told(accepted) if accepted else words.OPEN_DAY),
            self._end(said),
        ]
        return self._to_sender(said, blocks)

    def refusal_notice(self, recorded):
        said = words.REFUSAL
        blocks = [*self._received(), self.say(said["found"], reason=self._decline_reason()), self._end(said)]
        return self._to_sender(said, blocks)

    def _to_sender(self, said, blocks):
        addressed = (
            words.ADDRESSED.format(name=upper_first(self.facts["who"])),
            words.ADDRESS.format(address=self.facts["address"]),
        )
        copies = (words.AS_ABOVE, *self._sent_by())
        return self._letter(blocks, addressed, copies, title=said["title"], subject=self._line(said["subject"]))

    # --- to another body ---

    def transfer_slip(self, recorded):
        said = words.TRANSFER
        blocks = [*self._received(), *(self.say(said[name]) for name in ("found", "enclosed", "end"))]
        addressed = (words.ADDRESSED.format(name=self.facts["addressee"]),)
        sender = words.TO_KNOW.format(name=upper_first(self.facts["who"]))
        copies = (words.AS_ABOVE, sender, *self._sent_by())
        return self._letter(blocks, addressed, copies, title=said["title"], subject=self._line(said["subject"]))

    def urging_letter(self, recorded):
        said = words.URGING
        urged = self._urged(recorded)
        is_own = urged == self.petition.owner
        body = said["own"] if is_own else urged.name
        blocks = [
            self._so_far(body),
            self.say(words.CONTENT),
            self.say(said["silent"]),
            self.say(said["end"], asked=lower_first(body) if is_own else body),
        ]
        addressed = (words.ADDRESSED.format(name=body),)
        copies = (words.AS_ABOVE, self._line(words.TO_REPORT))
        return self._letter(blocks, addressed, copies, abstract=self._line(said["abstract"]))

    def _urged(self, recorded):
        """Who is urged: as recorded, else who has to settle it (`petitions.effects.settling.urge`)."""
        petition = self.petition
        recorded_body = recorded.body if recorded else None
        return recorded_body or petition.addressee or petition.handling.lead or petition.owner

    def _so_far(self, body):
        said, moves = words.URGING, self.record.moves
        transferred, accepted = moves.get("transfer"), moves.get("accept")
        if transferred:
            slips = [paper for paper in self.record.papers if paper.kind == PaperKind.TRANSFER]
            last = slips[-1] if slips else None
            # The slip may have been recorded later than it was sent.
            day = upper_first(date_long(last.document.date if last else transferred.on))
            numbered = document_on(self.petition.owner, last, self.letterhead)
            slip = said["slip"].format(number=numbered.printed_designation) if numbered else ""
            return self.say(said["transferred"], day=day, body=body, slip=slip)
        day = upper_first(date_long(self._accepted_on())) if accepted else self.facts["day"]
        due = self.petition.handling.due_on
        # Another body is told the date that holds now.
        return self.say(said["accepted"], day=day, due=date_long(due) if due else words.OPEN_DAY)

    # --- all of them ---

    def _received(self):
        return [self.say(words.RECEIVED), self.say(words.CONTENT)]

    def _end(self, said):
        return text(upper_first(said["end"].format(**self.facts)))

    def _letter(self, blocks, addressed, copies, **heading):
        return Parts(
            blocks, [Signature(self.signs, words.SEAL_HINT, "")], addressed=addressed, copies=copies, **heading
        )

    def _sent_by(self):
        return (words.TO_KNOW.format(name=self.petition.sent_by.name),) if self.petition.sent_by else ()

    def _line(self, sentence, **more):
        return sentence.format(**{**self.facts, **more})

    def _decline_reason(self):
        label = decline_words(self.petition)
        return lower_first(label) if label else words.DOTS

    def _accepted_on(self):
        """The day of the notice, from which the settlement counts; it may have been recorded later."""
        return self.petition.handling.assigned_on


def signer_of(body, letterhead):
    """The post of whoever signs for a body."""
    if body.kind in words.COMMITTEES:
        return words.COMMITTEE_HEADS[letterhead]
    return words.HEADS.get(body.kind, words.ANY_HEAD)


def _day_told(accepted):
    """The due date as the acceptance gave it, and the sender was told."""
    due = accepted.facts.get("due_on")
    return date_long(date.fromisoformat(due)) if due else words.OPEN_DAY


def _speakers(record):
    """Those who represent the others; where nobody does, everybody whose name is kept: each has to be told."""
    return [row for row in record.senders if row.represents] or list(record.senders)


def _first(record):
    return next(iter(_speakers(record)), None)


def _signed(record):
    """How many people sent it: whoever is named did, whether the number was written down or not."""
    return max(record.petition.signatories or 1, len(record.senders))


def _who(record):
    """ "ông (bà) Nguyễn Văn A và 26 người khác"."""
    speakers = _speakers(record)
    named = ", ".join(f"{words.PERSON} {row.full_name}" for row in speakers) or f"{words.PERSON} {words.DOTS}"
    others = _signed(record) - max(len(speakers), 1)
    return named + (words.AND_OTHERS.format(number=f"{others:02d}") if others > 0 else "")


def _address(record):
    known = dict.fromkeys(row.address for row in _speakers(record) if row.address)
    return "; ".join(known) or words.DOTS


def _field(petition):
    return petition.field.name_vi if petition.field else words.DOTS


def _sentence(said):
    """Words without the mark at their end, to be followed by the paper's own."""
    return said.strip().rstrip(".;, ")
