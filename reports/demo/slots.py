"""What the slots of a demonstration text are filled with: places, years, seasons, numbers, and named lists."""

from datetime import date

from .grammar import pick
from .phrasebook import shared

#: From this day on there are fewer departments, under other names.
DEPARTMENTS_MERGED = date(2025, 3, 1)
ROMAN = ("I", "II", "III", "IV")
#: Lists that keep their first choice throughout a text: a school stays the same school.
STEADY = ("duan", "truong", "cay")


class Slots:
    """Fills the slots of one text. Numbers are drawn anew for each occurrence, names stay."""

    def __init__(self, rng, place, day):
        self.rng, self.place, self.day = rng, place, day
        self.kept = {
            "^": "^",
            "x": place.name,
            "x2": place.other,
            "other": place.other,
            "thon": place.village_word,
            "xa": place.commune_word,
            "huyen": place.district_word,
            "y0": str(day.year),
            "yt": str(day.year - 1),
            "yn": str(day.year + 1),
            "thang": str(day.month if day.day > 15 else (day.month - 2) % 12 + 1),
            "quy": ROMAN[(day.month - 1) // 3],
            "vu": _crop(day.month),
            "so_giao_thong": "Sở Giao thông vận tải" if day < DEPARTMENTS_MERGED else "Sở Xây dựng",
            "so_dat_dai": f"Sở {'Tài nguyên' if day < DEPARTMENTS_MERGED else 'Nông nghiệp'} và Môi trường",
        }

    def with_words(self, words):
        """These slots, together with parts of the text that are ready."""
        self.kept.update(words)
        return self

    def __call__(self, name):
        if name in self.kept:
            return self.kept[name]
        if name in NUMBERS:
            return NUMBERS[name](self.rng, self.day)
        value = pick(self.rng, shared().words(name, self.place.terrain)).render(self.rng, self)
        if name in STEADY:
            self.kept[name] = value
        return value


def _crop(month):
    if month <= 5:
        return "vụ xuân"
    return "vụ hè thu" if month <= 9 else "vụ mùa"


def _comma(value):
    """12 or 3,4: whole above ten, one decimal below."""
    return str(round(value)) if value >= 10 else f"{value:.1f}".replace(".", ",").removesuffix(",0")


#: Name of a slot: how its number is drawn.
NUMBERS = {
    "n": lambda rng, day: str(int(rng.triangular(12, 180, 36))),
    "k": lambda rng, day: str(rng.randint(2, 9)),
    "kk": lambda rng, day: str(rng.randint(4, 24)),
    "km": lambda rng, day: _comma(rng.triangular(0.3, 4.9, 1.2)),
    "kmx": lambda rng, day: str(rng.randint(3, 16)),
    "ha": lambda rng, day: _comma(rng.triangular(0.8, 48, 6)),
    "m": lambda rng, day: str(rng.randint(3, 34)),
    "d": lambda rng, day: str(rng.randint(3, 12)),
    "m2": lambda rng, day: str(rng.randrange(70, 400, 5)),
    "m2s": lambda rng, day: str(rng.randrange(8, 60)),
    "pct": lambda rng, day: str(rng.randint(12, 60)),
    "pctb": lambda rng, day: str(rng.randrange(30, 95, 5)),
    "trg": lambda rng, day: str(rng.randrange(15, 75, 5)),
    "phi": lambda rng, day: str(rng.randrange(60, 390, 10)),
    "nghin": lambda rng, day: pick(rng, ("300", "500", "800", "1.200", "2.000", "3.000", "5.000", "10.000")),
    "y": lambda rng, day: str(day.year - rng.randint(1, 8)),
}
