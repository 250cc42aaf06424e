"""The answer to a fault of the server: a page that needs neither database, nor context, nor static file manifest."""

from django.http import HttpResponseServerError
from django.template.loader import render_to_string


def server_error(request):
    """`handler500`: says what happened to the data and gives the request's number, which the log carries too."""
    return HttpResponseServerError(render_to_string("500.html", {"reference": getattr(request, "request_id", "")}))
