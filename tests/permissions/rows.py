"""The words of the permission table, and the walk that compares it with the running site.

A room keeps its part in `tables/<room>.py`: a list `ROWS`, and `furnish(world)` where its addresses need records.
Read a row as a sentence: this address, in this scope, answers 200 to these people and `others` to everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

ANONYMOUS = "anonymous"
#: The fixed cast of tests/conftest.py. Two communes are siblings; `clerk` and `leader` belong to commune A.
CAST = (
    "outsider",
    "clerk",
    "leader",
    "sibling_clerk",
    "specialist",
    "commission_leader",
    "registry_clerk",
    "focal_point",
    "other_focal_point",
    "secretary",
    "supervisor",
    "auditor",
    "petition_officer",
    "administrator",
)
EVERYBODY = (ANONYMOUS, *CAST)
SIGNED_IN = CAST
#: Whose memberships open some conference or opinion.
OPENING = tuple(who for who in CAST if who not in ("outsider", "petition_officer", "administrator"))
COMMISSION = ("specialist", "commission_leader")
#: 302 to the sign-in page.
LOGIN = "login"
#: Any other redirect: what a POST that was done answers.
DONE = 302


@dataclass(frozen=True)
class Row:
    """One address in one scope. `expect` maps a status to the people who get it; `others` is everybody else's.

    A visitor gets the sign-in page unless `expect` or `public` says otherwise.
    """

    url: str
    expect: dict = field(default_factory=dict)
    others: object = 403
    scope: str = ""
    kwargs: Callable = lambda world: {}
    method: str = "get"
    data: Callable = lambda world: {}
    query: str = ""
    headers: dict = field(default_factory=dict)
    public: bool = False
    #: GET on an address that only takes POST is 405 for those who may post.
    post_only: bool = False

    def expected(self, who):
        for status, people in self.expect.items():
            if who in people:
                return status
        return LOGIN if who == ANONYMOUS and not self.public else self.others

    def unknown_people(self):
        return {who for people in self.expect.values() for who in people} - set(EVERYBODY)

    def __str__(self):
        return f"{self.url} [{self.scope}]" if self.scope else self.url


def named_urls(resolver=None, namespace=""):
    """Every name the site answers to, with its namespace; a pattern without a name is listed by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from named_urls(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield ":".join(filter(None, (namespace, pattern.name or f"unnamed {pattern.pattern}")))


def missing(urls, rows, prefixes=()):
    """Addresses of the site that the table does not have."""
    known = {row.url for row in rows}
    return sorted(url for url in set(urls) if url not in known and not url.startswith(tuple(prefixes)))


def surplus(urls, rows):
    """Rows for addresses the site does not have."""
    return sorted({row.url for row in rows} - set(urls))


def wrong_cells(rows, world):
    """Ask every row as every person; what differs from the table, as sentences. Nothing stays written."""
    wrong = []
    clients = {who: _client(world, who) for who in EVERYBODY}
    for row in rows:
        address = reverse(row.url, kwargs=row.kwargs(world)) + row.query
        for who, client in clients.items():
            found = _ask(client, row, address, world)
            expected = row.expected(who)
            if found != expected:
                wrong.append(f"{row} {row.method.upper()} as {who}: expected {expected}, got {found}")
            if row.post_only and expected not in (LOGIN, 403, 404):
                status = _ask(client, row, address, world, method="get")
                if status != 405:
                    wrong.append(f"{row} GET as {who}: expected 405 on an address for POST, got {status}")
    return wrong


def _client(world, who):
    client = Client(raise_request_exception=True)
    if who != ANONYMOUS:
        client.force_login(world.people[who])
    return client


def _ask(client, row, address, world, method=None):
    class Undo(Exception):
        pass

    cookies = client.cookies.copy()
    status = None
    try:
        with transaction.atomic():
            method = method or row.method
            data = row.data(world) if method == "post" else None
            response = getattr(client, method)(address, data, headers=row.headers)
            status = LOGIN if _is_login(response) else response.status_code
            raise Undo
    except Undo:
        # Signing out changes the cookies of the client and the row of the session; both come back.
        client.cookies = cookies
    return status


def _is_login(response):
    if response.status_code != 302 or not response.url.startswith("/"):
        return False
    return resolve(response.url.partition("?")[0]).view_name == "accounts:login" and "next=" in response.url
