"""A person without a mouse: walks with Tab, types, chooses, saves with Ctrl+Enter."""

#: More stops than any form of the portal has; beyond them the walk was in vain.
MOST_STOPS = 120


class Keyboard:
    """`page.click` and `page.fill` are never called here: what has no place in the order of Tab is not reached."""

    def __init__(self, page):
        self.page = page

    def press(self, keys):
        self.page.keyboard.press(keys)

    def go_to(self, selector, key="Tab"):
        """Walk until the focus is on what the selector names, and see that the focus shows."""
        for _stop in range(MOST_STOPS):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                assert self.page.evaluate("document.activeElement.matches(':focus-visible')"), f"{selector}: no focus"
                return
            self.press(key)
        raise AssertionError(f"{selector} is not in the order of Tab on {self.page.url}")

    def go_back_to(self, selector):
        self.go_to(selector, "Shift+Tab")

    def write(self, selector, words, *, backwards=False):
        self.go_to(selector, "Shift+Tab" if backwards else "Tab")
        self.press("Control+a")
        self.page.keyboard.insert_text(words)

    def choose(self, selector, label):
        """Typing the beginning of a choice picks it in a closed list, as everywhere."""
        self.go_to(selector)
        self.page.keyboard.type(label)
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].label")
        assert chosen.startswith(label), f"{selector} stands at {chosen!r}"

    def find(self, selector, words, label):
        """Part of a name picks from a long choice, and Enter takes it."""
        self.go_to(selector)
        self.page.keyboard.type(words)
        self.press("Enter")
        assert self.page.input_value(selector) == label

    def tick(self, selector):
        self.go_to(selector)
        self.press("Space")

    def open(self, selector):
        """Follow a link, or press a button, with Enter."""
        self.go_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def save(self):
        with self.page.expect_navigation():
            self.press("Control+Enter")

    def sign_in(self, username, password):
        self.page.goto("/accounts/login/")
        self.write("[name=username]", username)
        self.write("[name=password]", password)
        with self.page.expect_navigation(url=lambda url: "/accounts/login/" not in url):
            self.press("Enter")
