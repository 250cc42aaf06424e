"""One writer for a whole load: opinions, who raised them, what was answered, for units as the registers keep them."""

from .answers import AnswerWriter
from .names import person, speaker
from .opinions import OpinionWriter
from .places import commune_place, district_place, province_place


class Writer:
    """Puts words to units. Opinions should be asked for in the order of their days; see `OpinionWriter`.

    Units have `pk`, `name`, `kind`, `level` and `parent`. `below` maps the key of a district or province to the units
    that lie below it, for the places that people name at its conferences.
    """

    def __init__(self, rng, below=None):
        self.rng = rng
        self.below = below or {}
        self._opinions = OpinionWriter(rng)
        self._answers = AnswerWriter(rng)

    def place(self, unit):
        """Somewhere within the unit, anew for each call."""
        if unit.level == "commune":
            return commune_place(self.rng, unit.name, unit.kind, unit.parent.name)
        below = self.below.get(unit.pk, ())
        if unit.level == "district":
            return district_place(self.rng, unit.name, unit.kind, [(one.name, one.kind) for one in below])
        return province_place(self.rng, [one.name for one in below])

    def opinion(self, place, *, level, day, settled=False, field_code="", case_key=""):
        """A `Draft`: its text, field, competent level, and what it asks for."""
        return self._opinions.write(
            place, level=level, day=day, settled=settled, field_code=field_code, case_key=case_key
        )

    def speaker(self, place, level):
        return speaker(self.rng, place=place, level=level)

    def person(self, *, upland=False, share_of_women=0.3):
        """An invented person who is no speaker: a chair, a delegate."""
        return person(self.rng, upland=upland, share_of_women=share_of_women)

    def answer(self, draft, *, place, level, outcome, organisation, on):
        """What `organisation`, a body of `level`, answered on a day; `outcome` as `conferences.models.Outcome`."""
        return self._answers.answer(
            draft, place=place, level=level, outcome=str(outcome), organisation=organisation, answered_on=on
        )

    def reason(self, draft):
        """Why the matter of a draft may stay unresolved: a code of `UnresolvedReason` that suits its field."""
        return self._answers.reason(draft)

    def unresolved(self, draft, *, place, level, organisation, on):
        """(reason code, explanation) of what stays unresolved."""
        return self._answers.unresolved(draft, place=place, level=level, organisation=organisation, on=on)
