"""Registers as pages and files: which part was asked for, what its page reads, the file of a format."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from handling.book_files import TooLong, book_response, find_format, formats_available
from handling.books import Asked, page_context

from ..forms.books import BookForm
from ..statistics.reading import may_read_statistics


def show_book(request, book, *, file_url, note_reading):
    """The page of a book. `note_reading(asked, rows)` notes that names on it were read."""
    form, asked = _asked_by(request.user, request.GET)
    context = {"book": book, "form": form, "asked": asked, "file_url": file_url}
    if asked is None:
        return render(request, "petitions/book.html", context, status=200 if _has_no_body(form) else 422)
    context |= page_context(book, request.user, asked, request.GET.get("page"))
    note_reading(asked, context["rows"])
    context |= {"formats": formats_available(), "query": request.GET.urlencode()}
    return render(request, "petitions/book.html", context)


def send_book(request, book, *, page_url):
    """The file of the part whose query string was posted; back to the page where it is none."""
    query = request.POST.get("query", "")
    _form, asked = _asked_by(request.user, QueryDict(query))
    one = find_format(request.POST.get("format", ""))
    if one is None:
        raise Http404
    if asked is not None:
        try:
            return book_response(book, request, asked, one)
        except TooLong as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{page_url}?{query}")


def _asked_by(user, data):
    """The bound form, and what it asks for when it is right; 403 for those who read no registers."""
    if not may_read_statistics(user):
        raise PermissionDenied
    form = BookForm(data, user=user, today=timezone.localdate())
    return form, Asked(form.cleaned_data["body"], form.cleaned_data["period"]) if form.is_valid() else None


def _has_no_body(form):
    """Nothing was received yet by any body that this user reads: there is no book to show."""
    return not form.fields["body"].queryset.exists()
