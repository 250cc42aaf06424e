"""Measures and prints; `./bench` gives the servers."""

import argparse
import statistics
import sys
import time

import django

ROUNDS, REQUESTS = 7, 10
#: What acceptance asks: surface and the most it may cost, in bare pages. Pages are kept until something changes
#: (`audit.kept`); what the first reader after a change pays is printed beside them and, for petitions, under `PEERS`.
LIMITS = {
    "dashboard 2018-01..2023-07": 8,
    "list, filtered": 8,
    "one opinion with history": 3,
    "one move (acknowledge)": 5,
    "petitions, filtered": 8,
    "one petition": 3,
    "register of petitions, a month": 8,
    "register of petitions, a year": 8,
    "register of receptions, a year": 8,
}
#: What a page of petitions may cost beside the page of as many opinions, both for the first reader after a change:
#: (its name, that of opinions, how many times as much).
PEERS = (
    ("petitions, filtered, after a change", "list, filtered, after a change", 2),
    ("petitions, plain, after a change", "list, plain, after a change", 2),
    ("petitions, page 100, after a change", "list, page 100, after a change", 2),
    (
        "petitions, search three common syllables, after a change",
        "search: three common syllables, after a change",
        2,
    ),
    ("petitions, search one very common word, after a change", "search: one very common word, after a change", 2),
    ("one petition, after a change", "one opinion with history, after a change", 2),
    ("register of petitions, a month, after a change", "list, plain, after a change", 3),
    ("register of petitions, a year, after a change", "list, plain, after a change", 3),
    ("register of receptions, a year, after a change", "list, plain, after a change", 3),
)
PETITIONS = "/petitions/?state=closed&kind=complaint&from=2020-01-01&to=2022-12-31"
REGISTER = "/petitions/register/?from=2024-03-01&to=2024-03-31"
YEAR = "/petitions/register/?kind=year&year=2024"
RECEPTIONS = "/receptions/register/?kind=year&year=2024"
RANGE = "/dashboard/?from=2018-01-01&to=2023-07-31"


class Surface:
    """Something to measure: `ask()` makes one request and returns what `Client.ask` does."""

    def __init__(self, name, ask, *, before=lambda: None, wants=200):
        self.name, self.ask, self.before, self.wants = name, ask, before, wants
        self.medians, self.queries = [], None

    def once(self, **options):
        self.before()
        seconds, status, headers, _body = self.ask(**options)
        if status != self.wants:
            sys.exit(f"{self.name} answered {status} instead of {self.wants}.")
        return seconds, headers

    def warm_up(self):
        for _time in range(4):
            self.once()
        self.queries = int(self.once(count=True)[1]["X-Queries"])

    def round(self):
        self.medians.append(statistics.median(self.once()[0] for _time in range(REQUESTS)))

    @property
    def seconds(self):
        return statistics.median(self.medians)


def page(name, client, path, **options):
    return Surface(name, lambda **more: client.ask(path, **more), **options)


def _change(record_of):
    """As after a move of somebody else: nothing kept is good any more."""
    from accounts.models import User
    from audit.actions import Action
    from audit.services import record

    from .record import SPECIALIST

    record(Action.CHANGED, record_of, by=User.objects.get(username=SPECIALIST), label=record_of.code)


def surfaces(bare, port, rounds):
    """Every surface, the bare page first."""
    from conferences.models import Opinion

    from .record import DEPARTMENT, LEADER, SPECIALIST, prepared_opinions
    from .server import Client

    leader = Client(port).sign_in(LEADER, "dialogue-demo")
    specialist = Client(port).sign_in(SPECIALIST, "dialogue-demo")
    department = Client(port).sign_in(DEPARTMENT, "dialogue-demo")
    closed = Opinion.objects.filter(state="closed", level="commune").order_by("pk")[5000]
    ready = prepared_opinions(rounds * REQUESTS + 10)

    def acknowledge(**options):
        code, version = ready.pop()
        return department.ask(f"/opinions/{code}/moves/acknowledge/", {"version": version}, **options)

    searches = {
        "rare phrase": "muong tieu noi dong xuong cap",
        "code": closed.code,
        "three common syllables": "duong thon xom",
        "one very common word": "de",
        "no hit": "khongcotunay",
    }
    filtered = "/opinions/?state=closed&level=commune&field=04&from=2020-01-01&to=2022-12-31"

    def anew(name, client, path):
        return page(f"{name}, after a change", client, path, before=lambda: _change(closed))

    return [
        page("bare page", Client(bare, leader.session), "/bench/static/"),
        page("dashboard 2018-01..2023-07", leader, RANGE),
        anew("dashboard 2018-01..2023-07", leader, RANGE),
        anew("dashboard, whole record", leader, "/dashboard/"),
        page("list, filtered", specialist, filtered),
        anew("list, filtered", specialist, filtered),
        anew("list, by outcome", specialist, "/opinions/?outcome=unresolved"),
        anew("list, plain", specialist, "/opinions/"),
        anew("list, page 100", specialist, "/opinions/?page=100"),
        anew("list of a department", department, "/opinions/"),
        page("work list", specialist, "/"),
        *(anew(f"search: {kind}", specialist, f"/opinions/?q={'+'.join(q.split())}") for kind, q in searches.items()),
        page("one opinion with history", specialist, f"/opinions/{closed.code}/"),
        anew("one opinion with history", specialist, f"/opinions/{closed.code}/"),
        Surface("one move (acknowledge)", acknowledge, wants=302),
    ]


def petition_surfaces(port):
    """The pages of petitions, as the officer of the commission."""
    from petitions.models import Petition

    from .petitions import OFFICER
    from .server import Client

    officer = Client(port).sign_in(OFFICER, "dialogue-demo")
    closed = Petition.objects.filter(state="closed", kind="complaint", owner__code="BTGDV").order_by("pk")[500]

    def anew(name, path):
        return page(f"{name}, after a change", officer, path, before=lambda: _change(closed))

    return [
        page("petitions, filtered", officer, PETITIONS),
        anew("petitions, filtered", PETITIONS),
        anew("petitions, plain", "/petitions/"),
        anew("petitions, page 100", "/petitions/?page=100"),
        anew("petitions, search three common syllables", "/petitions/?q=duong+thon+xom"),
        anew("petitions, search one very common word", "/petitions/?q=de"),
        page("one petition", officer, f"/petitions/{closed.code}/"),
        anew("one petition", f"/petitions/{closed.code}/"),
        page("register of petitions, a month", officer, REGISTER),
        anew("register of petitions, a month", REGISTER),
        page("register of petitions, a year", officer, YEAR),
        anew("register of petitions, a year", YEAR),
        page("register of receptions, a year", officer, RECEPTIONS),
        anew("register of receptions, a year", RECEPTIONS),
        anew("receptions of a month", "/receptions/?month=2024-03"),
    ]


def report(measured):
    unit = measured[0].seconds
    print(f"\n{'':57} {'ms':>8} {'x bare':>7} {'limit':>6} {'queries':>8}")
    missed = []
    for one in measured:
        ratio, limit = one.seconds / unit, LIMITS.get(one.name)
        sign = "" if limit is None else f"{limit}"
        if limit is not None and ratio > limit:
            missed.append(one.name)
            sign += "!"
        print(f"{one.name:57} {one.seconds * 1000:8.2f} {ratio:7.2f} {sign:>6} {one.queries:8}")
    missed += _beside_opinions({one.name: one.seconds for one in measured}, unit)
    if missed:
        print("\nMissed: " + "; ".join(missed))
    return 1 if missed else 0


def _beside_opinions(seconds, unit):
    """Print the pages of petitions beside those of opinions; names of those that cost too much."""
    missed = []
    if not any(name in seconds for name, _peer, _limit in PEERS):
        return missed
    print(f"\n{'beside as many opinions, in bare pages':57} {'':>8} {'opinions':>8} {'times':>6} {'limit':>6}")
    for name, peer, limit in PEERS:
        times = seconds[name] / seconds[peer]
        sign = f"{limit}!" if times > limit else f"{limit}"
        print(f"{name:57} {seconds[name] / unit:8.2f} {seconds[peer] / unit:8.2f} {times:6.2f} {sign:>6}")
        if times > limit:
            missed.append(f"{name} (beside {peer})")
    return missed


def main():
    parser = argparse.ArgumentParser(prog="./bench")
    parser.add_argument("--opinions", type=int, default=0, help="repeat the history up to so many (default: as it is)")
    parser.add_argument("--petitions", type=int, default=0, help="add so many petitions and measure their pages too")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    rounds = max(options.rounds, 5)
    django.setup()
    from conferences.models import Opinion
    from petitions.models import Petition

    from .record import load
    from .server import serving

    began = time.monotonic()
    load(options.opinions, options.petitions)
    counted = f"{Opinion.objects.count():,} opinions, {Petition.objects.count():,} petitions"
    print(f"{counted} loaded in {time.monotonic() - began:.0f} s; {rounds} rounds")
    with serving("tests.bench.bare") as bare, serving("tests.bench.settings") as port:
        measured = surfaces(bare, port, rounds)
        if options.petitions:
            measured += petition_surfaces(port)
        for one in measured:
            one.warm_up()
        for _round in range(rounds):
            for one in measured:
                one.round()
    return report(measured)


if __name__ == "__main__":
    sys.exit(main())
