"""Signing in and choosing a password."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..models import User


class SignInForm(AuthenticationForm):
    """One sentence for every refusal: it does not tell which names exist, which are closed, which word was wrong."""

    error_messages = {
        "invalid_login": _("This user name and password do not fit together. Check both and try again."),
        "inactive": _("This user name and password do not fit together. Check both and try again."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].widget.attrs.update(
            {"autocapitalize": "none", "autocomplete": "username", "spellcheck": "false"}
        )
        self.fields["password"].label = _("Password")

    def clean_username(self):
        """In the stored form, so that "Xa.CanBo " is one name for the lock-out too."""
        return User.normalize_username(self.cleaned_data["username"])


class LockedOutForm(SignInForm):
    """The same page while the name is locked at this address: no password is looked at."""

    def __init__(self, request, username):
        super().__init__(request, {"username": username})
        self.fields["username"].required = self.fields["password"].required = False

    def clean(self):
        minutes = round(settings.AXES_COOLOFF_TIME * 60)
        raise forms.ValidationError(
            ngettext_lazy(
                "Too many wrong attempts. For safety, wait %(minutes)s minute and try again.",
                "Too many wrong attempts. For safety, wait %(minutes)s minutes and try again.",
                "minutes",
            ),
            code="locked",
            params={"minutes": minutes},
        )


class ChoosePasswordForm(PasswordChangeForm):
    """The person's own choice of a password."""

    error_messages = {
        "password_incorrect": _("This is not your present password."),
        "password_mismatch": _("The two passwords differ."),
    }

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].label = (
            _("The one-time password you were given") if user.must_change_password else _("Present password")
        )
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "12 characters or more, not only digits, nothing common and nothing like your name."
        )
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""

    def clean(self):
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", forms.ValidationError(_("Choose a password you do not have yet.")))
        return cleaned
