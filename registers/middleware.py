"""Registers that many rows of a page read are read once a request."""

from .reasons import read_once


class ReasonsReadOnceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with read_once():
            return self.get_response(request)
