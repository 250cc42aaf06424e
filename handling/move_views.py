"""The page on which a move is made: asked for exactly what it needs, made once, and nobody's words lost.

Each room above gives its workflow, its forms and how it fetches; the flow is the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .moves import MoveRefused, StaleVersion, Workflow, in_one_transaction


@dataclass(frozen=True)
class MovePages:
    """`get(user, code)` fetches a record to be shown, `get_held(user, code)` one to be moved; both answer 404.

    `make(obj, name, by=, on=, data=, document=, version=)` makes the move; `steps(obj, since)` tells what others did
    after a version; `context(obj)` is what the template needs beside the form; `page` is the address of the record.
    """

    workflow: Workflow
    forms: dict
    get: Callable
    get_held: Callable
    make: Callable
    steps: Callable
    context: Callable
    template: str
    page: str

    def answer(self, request, code, name):
        """Ask for what the move needs, or make it. A move of the table that is not this user's is 403."""
        try:
            move = self.workflow.move_named(name)
        except KeyError:
            raise Http404 from None
        if request.method == "POST":
            return self._make(request, code, move)
        obj = self.get(request.user, code)
        form = self._form(request, obj, move, initial={"version": obj.version})
        return self._show(request, obj, move, form, refusal=what_hinders(move, obj))

    def _form(self, request, obj, move, *sent, **options):
        """The form of a move for who may make it. Raises PermissionDenied for others."""
        if not move.who(request.user, obj):
            raise PermissionDenied
        return self.forms[move.name](*sent, obj=obj, user=request.user, today=timezone.localdate(), **options)

    def _make(self, request, code, move):
        """Fetch, ask and move in one transaction: what is refused leaves nothing behind."""
        form, doubts = None, []

        def fetch_and_move():
            nonlocal form, doubts
            obj = self.get_held(request.user, code)
            form = self._form(request, obj, move, request.POST, request.FILES)
            if form.is_valid():
                doubts = form.doubts()
                self.make(
                    obj,
                    move.name,
                    by=request.user,
                    on=form.today,
                    data=form.data_for_move(),
                    document=form.document_values(),
                    version=form.cleaned_data["version"],
                )

        try:
            in_one_transaction(fetch_and_move)
        except StaleVersion as stale:
            return self._show_stale(request, stale.current, move, form)
        except MoveRefused as refusal:
            return self._show_anew(request, code, move, form, refusal=str(refusal), status=409)
        except ValidationError as error:
            form.take(error)
        if form.errors:
            return self._show_anew(request, code, move, form, status=422)
        messages.success(request, _("Done: %(move)s.") % {"move": move.label})
        for doubt in doubts:
            messages.warning(request, doubt)
        return redirect(self.page, code=code)

    def _show_stale(self, request, current, move, form):
        """Somebody saved first: say what they did and keep what was typed, to be sent again if it still fits."""
        seen = form.cleaned_data["version"]
        form.data = form.data.copy()
        form.data["version"] = str(current.version)
        lost = _("Somebody else changed this record in the meantime. Nothing of yours was lost.")
        refusal = what_hinders(move, current) or lost
        return self._show_anew(request, current.code, move, form, refusal=refusal, status=409, since=seen)

    def _show_anew(self, request, code, move, form, **how):
        """The page of a move not made: a row fetched for moving carries only what that needs."""
        return self._show(request, self.get(request.user, code), move, form, **how)

    def _show(self, request, obj, move, form, *, refusal="", status=200, since=None):
        """The page of a move; `since` is the version the person saw, to tell what happened in the meantime."""
        context = {
            **self.context(obj),
            "code": obj.code,
            "page_url": reverse(self.page, args=[obj.code]),
            "move": move,
            "form": form,
            "refusal": refusal,
            "meanwhile": () if since is None else self.steps(obj, since),
            "can_send": not what_hinders(move, obj),
            "today": timezone.localdate(),
        }
        return render(request, self.template, context, status=status)


def what_hinders(move, obj):
    """Why a move cannot be made on this record now, whatever is given with it; "" where it can."""
    return move.hindered(obj) if move.is_possible(obj) else not_possible(move, obj)


def not_possible(move, obj):
    return _("“%(move)s” is not possible any more: the record is now “%(state)s”.") % {
        "move": move.label,
        "state": obj.get_state_display(),
    }
