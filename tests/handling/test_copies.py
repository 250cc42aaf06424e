"""Copies of a record's words are taken away by whoever made them."""

from handling import copies


def test_each_kind_has_its_own_erasers_each_once(monkeypatch):
    monkeypatch.setattr(copies, "_erasers", {})
    taken = []
    copies.register("opinion", taken.append)
    copies.register("opinion", taken.append)
    copies.register("petition", lambda obj: taken.append(f"paper of {obj}"))
    copies.erase_copies("opinion", "YK")
    copies.erase_copies("petition", "KN")
    copies.erase_copies("task", "NV")
    assert taken == ["YK", "paper of KN"]
