"""The first person who can sign in, on a database without a demonstration."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.services import create_first_administrator


class Command(BaseCommand):
    help = (
        "Create a system administrator, who then creates everybody else. Asks for what is not given; with --no-input "
        "it asks nothing and reads the password from the first line of standard input."
    )

    def add_arguments(self, parser):
        parser.add_argument("--username")
        parser.add_argument("--full-name")
        parser.add_argument("--email", default="")
        parser.add_argument("--no-input", "--noinput", action="store_false", dest="interactive")

    def handle(self, *args, **options):
        username = self._answer(options, "username", "User name (small letters, digits, dots): ", self._check_username)
        full_name = self._answer(options, "full_name", "Full name: ", self._check_full_name)
        draft = User(username=username, full_name=full_name, email=options["email"])
        password = self._ask_password(draft) if options["interactive"] else self._given_password(draft)
        create_first_administrator(username=username, full_name=full_name, email=options["email"], password=password)
        self.stdout.write(self.style.SUCCESS(f"{username} can sign in and manage people."))

    def _answer(self, options, name, question, check):
        value = options[name]
        if value is not None or not options["interactive"]:
            try:
                return check(value or "")
            except ValidationError as error:
                raise CommandError(f"--{name.replace('_', '-')}: {error.messages[0]}") from error
        while True:
            try:
                return check(input(question))
            except ValidationError as error:
                self.stderr.write(error.messages[0])

    def _check_username(self, value):
        username = User.normalize_username(value)
        User._meta.get_field("username").clean(username, None)
        if User.objects.filter(username=username).exists():
            raise ValidationError("Somebody already has this user name.")
        return username

    def _check_full_name(self, value):
        return User._meta.get_field("full_name").clean(value, None)

    def _given_password(self, draft):
        password = sys.stdin.readline().rstrip("\r\n")
        try:
            validate_password(password, draft)
        except ValidationError as error:
            raise CommandError(f"Password on standard input: {' '.join(error.messages)}") from error
        return password

    def _ask_password(self, draft):
        while True:
            password = getpass.getpass("Password (12 characters or more): ")
            try:
                validate_password(password, draft)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if getpass.getpass("Password once more: ") == password:
                return password
            self.stderr.write("The two passwords differ.")
