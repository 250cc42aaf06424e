"""Form 01/XLD, results of processing petitions (Thông tư 01/2024/TT-TTCP): 22 columns, each defined here alone.

Decision 0026 says what the columns mean where the form leaves it open.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as in_form

from ..models import PetitionKind
from .forms import Column, Equation, Layout

C, D, R = PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION, PetitionKind.RECOMMENDATION
#: Ways in which a petition of another body's competence is dealt with by guiding: returned petitions are guided, too.
GUIDING = ("guide", "return_to_sender")


def processed(letter):
    return letter.processed_on is not None


def counted_as_eligible(letter):
    """Columns 6 to 21 are about what was processed and can be, by its content; one of mixed content that was withdrawn
    before it was split has none of the three that the form knows.
    """
    return processed(letter) and bool(letter.eligible) and letter.kind != PetitionKind.MIXED


def own(letter):
    return counted_as_eligible(letter) and letter.is_own


def others(letter):
    return counted_as_eligible(letter) and not letter.is_own


def of_kind(kind, among):
    return lambda letter: among(letter) and letter.kind == kind


def settled_once(letter):
    return counted_as_eligible(letter) and letter.settled_on is not None and not letter.is_repeat


def settled_again(letter):
    return counted_as_eligible(letter) and letter.settled_on is not None and letter.is_repeat


def not_settled(letter):
    return counted_as_eligible(letter) and letter.settled_on is None


def urged(letter):
    """Each counts once, where it has come furthest: urged, else transferred."""
    return others(letter) and letter.processed_by == "transfer" and letter.urged_on is not None


def transferred(letter):
    return others(letter) and letter.processed_by == "transfer" and letter.urged_on is None


def guided(letter):
    return others(letter) and letter.processed_by in GUIDING


def otherwise(letter):
    """Of another body's competence, and neither guided nor transferred nor urged: filed, or withdrawn before."""
    return others(letter) and letter.processed_by not in (*GUIDING, "transfer")


def _letters(holds):
    return lambda facts, period: facts.where(holds)


def _in_period(facts, period):
    return facts.where(lambda letter: letter.entered_on >= period.first)


def _before(facts, period):
    return facts.where(lambda letter: letter.entered_on < period.first)


def _cases(facts, period):
    return len({letter.case for letter in facts.letters if counted_as_eligible(letter)})


_TOTAL = gettext_lazy("Petitions to be processed")
_RESULT = gettext_lazy("Processing")
_ELIGIBLE = gettext_lazy("Eligible for processing")
_CONTENT = gettext_lazy("By content")
_SETTLED = gettext_lazy("By state of settlement")
_OWN = gettext_lazy("Within the competence")
_OTHER = gettext_lazy("Outside the competence")
_KINDS = (
    (C, in_form("form", "Complaint")),
    (D, in_form("form", "Denunciation")),
    (R, in_form("form", "Recommendation, reflection")),
)


def _by_kind(first, group, among):
    return [
        Column(number, label, group, _letters(of_kind(kind, among)))
        for number, (kind, label) in enumerate(_KINDS, start=first)
    ]


XLD = Layout(
    code="01/XLD",
    key="xld",
    title=gettext_lazy("Results of processing petitions"),
    columns=(
        Column(1, in_form("form", "Total"), _TOTAL, _letters(lambda letter: True)),
        Column(2, gettext_lazy("Carried over from the period before"), _TOTAL, _before),
        Column(3, gettext_lazy("Received in the period"), _TOTAL, _in_period),
        Column(4, gettext_lazy("Processed"), _RESULT, _letters(processed)),
        Column(5, gettext_lazy("Not yet processed"), _RESULT, _letters(lambda letter: not processed(letter))),
        Column(6, gettext_lazy("Number of petitions"), _ELIGIBLE, _letters(counted_as_eligible)),
        Column(7, gettext_lazy("Number of cases"), _ELIGIBLE, _cases),
        *_by_kind(8, _CONTENT, counted_as_eligible),
        Column(11, gettext_lazy("Settled the first time"), _SETTLED, _letters(settled_once)),
        Column(12, gettext_lazy("Settled repeatedly"), _SETTLED, _letters(settled_again)),
        Column(13, gettext_lazy("Not yet settled"), _SETTLED, _letters(not_settled)),
        Column(14, in_form("form", "Total"), _OWN, _letters(own)),
        *_by_kind(15, _OWN, own),
        Column(18, in_form("form", "Total"), _OTHER, _letters(others)),
        Column(19, in_form("form", "Guided"), _OTHER, _letters(guided)),
        Column(20, in_form("form", "Transferred"), _OTHER, _letters(transferred)),
        Column(21, in_form("form", "Urged"), _OTHER, _letters(urged)),
        Column(22, gettext_lazy("Replies received"), gettext_lazy("Follow-up"), lambda facts, period: facts.replies),
    ),
    equations=tuple(
        Equation.read(text)
        for text in (
            "1=2+3",
            "1=4+5",
            "6=8+9+10",
            "6=11+12+13",
            "6=14+18",
            "14=15+16+17",
            "18=19+20+21",
        )
    ),
)
#: Columns that tell denunciations apart from other kinds.
DENUNCIATIONS, OWN_DENUNCIATIONS = 9, 16


def notes(several, period, *, hides=False):
    """What the columns cannot say about these facts, each as a sentence with its number; only what is not 0.

    `hides`: among the bodies are some whose denunciations are not in their lines.
    """
    gone = _("Carried over and split or struck out in the period; parts count as received: %(number)d.")
    if hides:
        gone = _(
            "Carried over and split, struck out or entered in another book in the period; parts count as received: "
            "%(number)d."
        )
    numbers = (
        (
            _letters(lambda one: one.eligible and not processed(one)),
            _("Eligible and not yet processed, so in column 5 and not in column 6: %(number)d."),
        ),
        (
            _letters(lambda one: processed(one) and one.eligible is None),
            _("Withdrawn before it was known whether it can be processed, so in column 4 and not in 6: %(number)d."),
        ),
        (
            _letters(otherwise),
            _("Of another body's competence, filed or withdrawn, so in column 18 and not in 19 to 21: %(number)d."),
        ),
        (
            lambda facts, period: facts.urgings,
            _("Urging letters sent in the period, for petitions of earlier periods too: %(number)d."),
        ),
        (lambda facts, period: facts.left, gone),
    )
    found = [(sum(count(facts, period) for facts in several), sentence) for count, sentence in numbers]
    return [sentence % {"number": number} for number, sentence in found if number]
