"""What no view has to look at: the address itself, and the way it is asked."""

from django.http import Http404
from django.shortcuts import render

from .text import clean_line


class PlainAddressMiddleware:
    """An address with characters nobody sees, or letters in parts, is no other spelling of a record's: 404.

    Values are cleaned on their way to a column, so that "YK-2026-0001" with a null behind it would find the row.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if any(clean_line(part) != part for part in request.path_info.split("/")):
            raise Http404
        return self.get_response(request)


class WrongMethodMiddleware:
    """Whoever opens the address of a button by itself gets a page of the portal, not the blank one of the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
