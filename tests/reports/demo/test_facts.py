"""What the articles give, kept as data: the programme of August 2023, the samples, the published figures."""

import json
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "reports" / "demo" / "data"


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_the_programme_names_its_theme_chairs_and_guest():
    facts = load("programme.json")
    assert facts["theme"] == "Đoàn kết, Dân chủ, Sáng tạo, Phát triển"
    assert [name for name, _titles, _salutation in facts["chairs"]] == [
        "Thái Thanh Quý",
        "Nguyễn Văn Thông",
        "Nguyễn Đức Trung",
        "Hoàng Nghĩa Hiếu",
    ]
    assert "Đặng Hữu Ngọ" in facts["agenda"][0]
    assert [row.get("name") or row["organisation"] for row in facts["committee"]] == [
        "Ngọc Kim Nam",
        "BDV",
        "Phan Thanh Đoài",
    ]


def test_the_programme_has_18_questions_each_with_a_gloss_and_an_answer_of_its_own():
    questions = load("programme.json")["questions"]
    assert len(questions) == len({question["text"] for question in questions}) == 18
    assert all(question["gloss"] for question in questions)
    answers = [question["answer"] for question in questions if question["way"] == "hall"]
    assert len(answers) == len(set(answers)) == 14


def test_the_30_samples_have_the_outcomes_they_were_chosen_for():
    outcomes = [opinion["outcome"] for opinion in load("samples.json")["opinions"]]
    assert {outcome: outcomes.count(outcome) for outcome in set(outcomes)} == {
        "AFTER": 9,
        "AT_CONFERENCE": 5,
        "EXPLAINED": 3,
        "FORWARDED_UP": 4,
        "IN_PROGRESS": 7,
        "UNRESOLVED": 2,
    }


def test_published_figures_are_as_printed_even_where_they_part():
    printed = {
        (figure["level"], figure["measure"]): str(figure["value"]) for figure in load("published.json")["figures"]
    }
    assert printed["", "at_conference"] == "22154"
    assert printed["", "rate:at_conference"] == "94.9"
    assert printed["district", "rate:at_conference"] == printed["commune", "rate:at_conference"] == "95"
    assert printed["province", "rate:resolution"] == "90"
    assert int(printed["district", "at_conference"]) + int(printed["commune", "at_conference"]) == 22_163
