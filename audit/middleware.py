"""Keeps the request's address and id where `audit.services` finds them, and tells the browser the id."""

from uuid import uuid4

from axes.helpers import get_client_ip_address

from . import context


class RequestContextMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.request_id = uuid4().hex
        token = context.enter(context.RequestFacts(ip=get_client_ip_address(request), request_id=request.request_id))
        try:
            response = self.get_response(request)
        finally:
            context.leave(token)
        response["X-Request-ID"] = request.request_id
        return response
