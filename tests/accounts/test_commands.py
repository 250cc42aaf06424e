import io

import pytest
from django.core.management import CommandError, call_command

from accounts.management.commands import create_administrator
from accounts.models import User
from accounts.roles import Role

pytestmark = pytest.mark.django_db
GOOD = "một mật khẩu thật dài"


def given(monkeypatch, password):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))


def test_without_asking_it_takes_names_from_options_and_the_password_from_standard_input(monkeypatch):
    given(monkeypatch, GOOD)
    call_command("create_administrator", username="Quantri", full_name="Lê Thị Quản", interactive=False)
    person = User.objects.get(username="quantri")
    assert person.check_password(GOOD) and person.has_role(Role.ADMINISTRATOR) and not person.must_change_password


def test_it_asks_until_the_answers_are_good(monkeypatch):
    answers = iter(["có dấu", "quantri", "", "Lê Thị Quản"])
    passwords = iter(["short", GOOD, "another", GOOD, GOOD])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr(create_administrator.getpass, "getpass", lambda question: next(passwords))
    call_command("create_administrator", stderr=io.StringIO())
    assert User.objects.get(username="quantri").full_name == "Lê Thị Quản"


@pytest.mark.parametrize(
    ("options", "password", "named"),
    [
        ({"username": "có dấu", "full_name": "A"}, GOOD, "--username"),
        ({"username": "taken", "full_name": "A"}, GOOD, "--username"),
        ({"full_name": "A"}, GOOD, "--username"),
        ({"username": "a", "full_name": " "}, GOOD, "--full-name"),
        ({"username": "a", "full_name": "A"}, "short", "Password"),
        ({"username": "a", "full_name": "A"}, "", "Password"),
    ],
)
def test_a_bad_option_is_named_and_nothing_is_written(options, password, named, monkeypatch):
    User.objects.create_user("taken", full_name="Đã có")
    given(monkeypatch, password)
    with pytest.raises(CommandError, match=named):
        call_command("create_administrator", interactive=False, **options)
    assert User.objects.count() == 1


def test_djangos_own_command_makes_an_administrator_too(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    call_command("createsuperuser", username="root", full_name="Quản trị", interactive=False, verbosity=0)
    person = User.objects.get(username="root")
    assert person.check_password(GOOD) and person.is_staff and person.role_line
