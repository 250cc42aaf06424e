"""Pages kept until something changes: shown again to the same person as long as the trail has nothing new.

Between two changes of a record people go back and forth between lists and records; a province records a few hundred
changes a day and reads thousands of pages. What is kept lies in the memory of one process for minutes at most, is
found by one person only, and is out of reach as soon as anything was recorded, reach and names of people included.
"""

import re
from functools import wraps
from hashlib import sha256

from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language

from .freshness import newest_changes

#: What is not recorded (a date that passes apart) shows after so long: registers corrected by hand, say.
KEPT_SECONDS = 300
_TOKEN = re.compile(rb'<meta name="csrf-token" content="(\w+)">')
_FORM_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+"')
_MARK = b"%csrf-token%"


def kept_until_change(view):
    """For views whose page follows from the person, the address, the language, the day and recorded changes alone.

    A page read again within the day needs no second note of reading: the first one was written when it was made.
    Pages that carry a message, a form token of their own, or progress of a job are not for this; a view that says
    `no-store` of a page is made anew each time.
    """

    @wraps(view)
    def kept(request, *args, **kwargs):
        key = _key(request)
        if not key:
            return view(request, *args, **kwargs)
        pages = caches["pages"]
        found = pages.get(key)
        if found is None:
            response = view(request, *args, **kwargs)
            _keep(pages, key, response)
            return response
        content, headers = found
        return HttpResponse(content.replace(_MARK, get_token(request).encode()), headers=headers)

    return kept


def _key(request):
    """Tells one page from another; empty for a page that is made anew each time."""
    if request.method != "GET" or request.headers.get("HX-Request") or _has_messages(request):
        return ""
    changes = newest_changes()
    if not changes:
        return ""
    facts = (request.user.pk, request.get_full_path(), get_language(), timezone.localdate(), changes)
    return sha256(repr(facts).encode()).hexdigest()


def _has_messages(request):
    return "messages" in request.COOKIES or "_messages" in request.session


def _keep(pages, key, response):
    token = _TOKEN.search(response.content)
    may_keep = response.status_code == 200 and "no-store" not in response.headers.get("Cache-Control", "")
    if may_keep and token and not response.cookies:
        content = response.content.replace(token[1], _MARK)
        content = _FORM_TOKEN.sub(rb"\1" + _MARK + rb'"', content)
        pages.set(key, (content, dict(response.headers)), KEPT_SECONDS)
