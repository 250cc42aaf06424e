"""What forms of denunciations have of their own: the number of the paper file, and showing nothing again."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue_portal.fields import LineInput
from dialogue_portal.text import clean_line

from ..paper_numbers import check_paper_file

_FILE_ALONE = gettext_lazy("Number, symbol and year, for example 15/HSM-2026; the file alone holds the letter.")


def paper_file_field(*, required=True, help_text=_FILE_ALONE):
    """The number of the paper file, which leads from a denunciation to its letter."""
    return LineInput(
        label=gettext_lazy("Paper file"),
        required=required,
        max_length=60,
        validators=[check_paper_file],
        help_text=help_text,
    )


def knows_erasure_field():
    """Ticked by whoever finds that what is kept in words is a denunciation."""
    return forms.BooleanField(
        label=gettext_lazy("The letter is in the paper file; what is kept of it here is erased for good"),
        required=False,
    )


def require_erasure(form, cleaned):
    """What turns out to be a denunciation needs the number of its paper file, and somebody who knows what goes."""
    if not cleaned.get("paper_file") and "paper_file" not in form.errors:
        form.add_error("paper_file", _("Give the number of the paper file, which alone holds the letter."))
    if not cleaned.get("knows_erasure"):
        form.add_error("knows_erasure", _("Tick this: it cannot be undone."))


class ForgetsRefused:
    """A form that shows nothing again of what it refused: somebody may have typed a name there.

    Figures and days stay, so that a mistyped one can be corrected. A form that is not always about a denunciation
    says in `is_secret` when it is.
    """

    is_secret = True

    def add_error(self, field, error):
        super().add_error(field, error)
        if self.is_secret and self.is_bound:
            for name in set(self._errors) & set(self.fields):
                self._forget(name)

    def _forget(self, name):
        key = self.add_prefix(name)
        given = self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data.get(key)]
        given = [clean_line(one) for one in given if isinstance(one, str) and _has_letters(one)]
        if given:
            self.data = self.data.copy()
            self.data[key] = ""
        said = self._errors[name]
        said.data = [_unless_repeated(error, given) for error in said.as_data()]


def _unless_repeated(error, given):
    """The error, unless its sentence repeats what was given, whole or in part."""
    parts = [str(value) for value in (error.params or {}).values() if _has_letters(str(value))]
    repeated = given + [part for part in parts if any(part.strip() in one for one in given)]
    if any(one in sentence for one in repeated for sentence in error.messages):
        return ValidationError(_("This value cannot be chosen here."))
    return error


def _has_letters(text):
    return any(letter.isalpha() for letter in text)
