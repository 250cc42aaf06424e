"""What holds for every request of a signed-in person: session limits, background sign-in, one-time passwords."""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

STARTED = "signed_in_at"
SEEN = "seen_at"
# Asked by scripts of an open page, not by a person: they tell nothing about somebody being there.
PASSIVE_VIEWS = {"accounts:session"}
# The session row is written at most this often while somebody works.
SEEN_STEP = 60


def begin_session(request):
    """Start both clocks, at sign-in."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def seconds_left(session):
    """Seconds until the nearer limit ends the session if nothing is done, never negative."""
    now = time.time()
    idle = settings.SESSION_IDLE_SECONDS - (now - session.get(SEEN, now))
    absolute = settings.SESSION_ABSOLUTE_SECONDS - (now - session.get(STARTED, now))
    return max(0, int(min(idle, absolute)))


class SessionLimitsMiddleware:
    """Ends a session after 30 idle minutes and after 12 hours in all; stands below AuthenticationMiddleware.

    Writes at most the session. A request that polls is answered and does not count as work. Pages of a signed-in
    person are not kept by caches, so that an ended session leaves nothing behind on a shared machine.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self._is_over(request.session):
            # Not `logout()`: its signal writes the log of sign-ins, and a GET writes nothing but the session.
            request.session.flush()
            request.user = AnonymousUser()
        response = self.get_response(request)
        if request.user.is_authenticated:
            self._note_presence(request)
            if not response.has_header("Cache-Control"):
                add_never_cache_headers(response)
        return response

    @staticmethod
    def _is_over(session):
        now = time.time()
        if STARTED not in session:
            # Signed in through another door than our page (a test, a command): the clocks start now.
            session[STARTED] = session[SEEN] = int(now)
        return (
            now - session[SEEN] >= settings.SESSION_IDLE_SECONDS
            or now - session[STARTED] >= settings.SESSION_ABSOLUTE_SECONDS
        )

    @staticmethod
    def _note_presence(request):
        match = request.resolver_match
        polls = (match is not None and match.view_name in PASSIVE_VIEWS) or "X-Background" in request.headers
        now = int(time.time())
        if not polls and now - request.session.get(SEEN, 0) >= min(SEEN_STEP, settings.SESSION_IDLE_SECONDS / 30):
            request.session[SEEN] = now


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends visitors to the sign-in page; a script's request gets 401, so that the page stays and signs in in place."""

    def handle_no_permission(self, request, view_func):
        if is_background(request):
            return HttpResponse(status=401)
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        # After signing in the browser makes a GET: it must lead to the page the form stood on.
        return redirect_to_login(_page_of(request), str(self.get_login_url(view_func)))


def is_background(request):
    """Made by a script of an open page (htmx, fetch), not by following a link or sending a form."""
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


def _page_of(request):
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return reverse("accounts:landing")


class OneTimePasswordMiddleware:
    """Who signed in with a one-time password chooses their own first; nothing else answers before that."""

    allowed_views = {
        "accounts:password_change",
        "accounts:logout",
        "accounts:login",
        "accounts:session",
        "set_language",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        if request.resolver_match.view_name in self.allowed_views or not getattr(view_func, "login_required", True):
            return None
        if is_background(request):
            return HttpResponse(status=403)
        return redirect("accounts:password_change")
