"""Signing in and out, being asked whether one is still signed in, and choosing a password."""

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.actions import Action
from audit.services import record

from .. import demo, services
from ..forms.sessions import ChoosePasswordForm, LockedOutForm, SignInForm
from ..middleware import begin_session, seconds_left
from ..models import User
from ..reach import reach_of


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request):
    """The sign-in page. A script of an open page posts with `X-Requested-With: fetch` and gets JSON."""
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(_next_url(request))
        return _sign_in_page(request, SignInForm(request))
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        _record_failure(request, form.cleaned_data.get("username"))
        return _refusal(request, form, status=400 if _is_fetch(request) else 200)
    user = form.get_user()
    auth.login(request, user)
    begin_session(request)
    record(Action.SIGNED_IN, user, by=user, label=user.username)
    if not _is_fetch(request):
        return redirect(_next_url(request))
    if user.must_change_password:
        # The page keeps its text; the person chooses a password in another tab and sends then.
        sentence = _("First choose a password of your own: open this site in another tab, then come back and send.")
        return JsonResponse({"error": sentence, "csrf": get_token(request)}, status=400)
    return JsonResponse({"csrf": get_token(request)})


def locked_out(request, response=None, credentials=None):
    """What a locked-out visitor gets, with the right password or a wrong one, for a known name or an unknown one."""
    form = LockedOutForm(request, (credentials or {}).get("username") or "")
    return _refusal(request, form, status=429)


@require_POST
def logout(request):
    record(Action.SIGNED_OUT, request.user, by=request.user, label=request.user.username)
    auth.logout(request)
    return redirect("accounts:login")


@login_not_required
@never_cache
@require_GET
def session(request):
    """204 while signed in, else 401. Asking does not prolong the session; both tell the CSRF token to send with."""
    response = HttpResponse(status=204 if request.user.is_authenticated else 401)
    response["X-CSRF-Token"] = get_token(request)
    if request.user.is_authenticated:
        response["X-Session-Seconds"] = str(seconds_left(request.session))
    return response


@require_GET
def landing(request):
    """Leaders land on the dashboard, the others on the work list."""
    return redirect("reports:dashboard" if reach_of(request.user).is_leader else "handling:work")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_change(request):
    """The person's own password; with a one-time password the only page that opens."""
    form = ChoosePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.choose_password(request.user, form.cleaned_data["new_password1"])
        auth.update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed. Your other sessions have ended."))
        return redirect("accounts:landing")
    base = "base_plain.html" if request.user.must_change_password else "base.html"
    return render(request, "accounts/password_change.html", {"form": form, "base": base})


def _sign_in_page(request, form, status=200):
    people = User.objects.filter(is_demo=True, is_active=True).with_memberships().order_by("pk")
    today = timezone.localdate()
    accounts = [
        {"person": person, "memberships": [row for row in person.memberships.all() if row.is_valid(today)]}
        for person in people
    ]
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "demo_accounts": accounts,
        "demo_password": demo.PASSWORD,
    }
    return render(request, "accounts/login.html", context, status=status)


def _refusal(request, form, *, status):
    if _is_fetch(request):
        return JsonResponse({"error": _first_error(form), "csrf": get_token(request)}, status=status)
    return _sign_in_page(request, form, status=status)


def _first_error(form):
    return next(str(error) for errors in form.errors.values() for error in errors)


def _is_fetch(request):
    return request.headers.get("X-Requested-With") == "fetch"


def _record_failure(request, username):
    """One audit row per failure of a known person. A name nobody has is not kept: it may be a mistyped password."""
    person = User.objects.filter(username=username or "").first()
    refused_before_looking = getattr(request, "axes_locked_out", False) and not request.axes_failures_since_start
    if person is None or refused_before_looking:
        # While locked, attempts add nothing: nobody fills the trail from outside.
        return
    action = Action.LOCKED_OUT if getattr(request, "axes_locked_out", False) else Action.SIGN_IN_FAILED
    record(action, person, by=None, label=person.username)


def _next_url(request):
    """Where the visitor wanted to go, if it is on this site; the bare address of the site means the landing page."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted != reverse("handling:work") else reverse("accounts:landing")
