"""What a form of a denunciation does not show again."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


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
        given = self.data.get(key)
        if isinstance(given, str) and any(letter.isalpha() for letter in given):
            self.data = self.data.copy()
            self.data[key] = ""
        for error in self._errors[name].as_data():
            if error.params and "value" in error.params:
                self._errors[name].data = [ValidationError(_("This value cannot be chosen here."))]
