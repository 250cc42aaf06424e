"""What may be uploaded: the content must be what the name says, and pictures keep nothing but the picture."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image

from registers.uploads import MAX_PIXELS, clean_name, validate_upload
from tests.registers import crafted

HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refusal_of(name, data):
    with pytest.raises(ValidationError) as refusal:
        validate_upload(crafted.upload(name, data))
    [sentence] = refusal.value.messages
    return sentence


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("Kế hoạch.pdf", crafted.pdf(), "application/pdf"),
        ("BB.DOCX", crafted.office("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("ds.xlsx", crafted.office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("anh.png", crafted.picture("PNG"), "image/png"),
        ("anh.jpeg", crafted.picture("JPEG"), "image/jpeg"),
    ],
)
def test_files_of_an_office_are_taken_with_their_true_type(name, data, content_type):
    clean = validate_upload(crafted.upload(name, data))
    assert (clean.name.lower(), clean.content_type) == (name.lower(), content_type)


def test_a_file_is_looked_into_once_for_form_and_service():
    file = crafted.upload("a.pdf", crafted.pdf())
    assert validate_upload(file) is validate_upload(file)


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a.svg", "a.html", "a.doc", "a.xlsm", "a.zip", "a", "", ".pdf"])
def test_other_kinds_are_refused_with_the_list_of_those_taken(name):
    sentence = refusal_of(name or "x", crafted.pdf())
    assert sentence == ("Files of this kind are not accepted. Upload one of: .pdf, .docx, .xlsx, .png, .jpg, .jpeg.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Lan\\Giấy mời.pdf", "Giấy mời.pdf"),
        ("Gia\u0302\u0301y mo\u031b\u0300i.pdf", "Giấy mời.pdf"),
        ("a\u202egpj.pdf", "agpj.pdf"),
        ("  hai   khoảng\u00a0trắng .pdf", "hai khoảng trắng.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("...pdf.pdf", "pdf.pdf"),
    ],
)
def test_names_lose_paths_and_hidden_characters(typed, kept):
    assert clean_name(typed) == (kept, "pdf")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", crafted.picture(), "not a PDF"),
        ("a.pdf", HTML, "not a PDF"),
        ("a.pdf", b"  " + crafted.pdf(), "not a PDF"),
        ("a.pdf", crafted.pdf()[:-8], "damaged"),
        ("a.pdf", crafted.pdf() + HTML, "after its end"),
        ("a.pdf", crafted.pdf(b"%" + HTML + b"\n"), "something else at the same time"),
        ("a.pdf", crafted.pdf(b"stream\n" + crafted.zipped({"a": "b"}) + b"\nendstream\n"), "something else"),
        ("a.pdf", crafted.pdf(b"trailer<</Encrypt 5 0 R>>\n"), "password"),
        ("a.pdf", crafted.pdf(b"<</S/JavaScript/JS(app.alert(1))>>\n"), "scripts"),
        ("a.pdf", crafted.pdf(b"<</S/J#61vaScript>>\n"), "scripts"),
        ("a.pdf", crafted.pdf(b"<</S/Launch/F(cmd.exe)>>\n"), "scripts"),
        ("a.docx", crafted.pdf(), "not a .docx"),
        ("a.docx", crafted.office("xlsx"), "not a .docx"),
        ("a.xlsx", crafted.office("docx"), "not a .xlsx"),
        ("a.xlsx", crafted.bomb(), "Unpacked"),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not a picture"),
        ("a.png", crafted.picture("JPEG"), "not a picture"),
        ("a.jpg", crafted.picture("PNG"), "not a picture"),
        ("a.png", crafted.picture()[:60], "not a picture"),
        ("a.png", crafted.png_that_claims(50_000, 50_000), "million pixels"),
        ("a.png", crafted.png_that_claims(8_000, 8_000), "million pixels"),
        ("a.png", HTML, "not a picture"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_what_pretends_or_is_broken_is_refused_with_a_sentence(name, data, why):
    sentence = refusal_of(name, data)
    assert why in sentence and sentence.endswith(".")


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    assert refusal_of("a.pdf", b"x" * (1024 * 1024 + 1)) == "The file is larger than 1 MB. Make it smaller or split it."


def test_a_refusal_is_said_in_vietnamese_too():
    with translation.override("vi"):
        assert "not" not in refusal_of("a.pdf", HTML)


def test_a_picture_loses_the_place_where_it_was_taken():
    exif = Image.Exif()
    exif[0x8825] = {2: (18.0, 40.0, 0.0)}
    exif[0x010E] = "<script>alert(1)</script>"
    clean = validate_upload(crafted.upload("a.jpg", crafted.picture("JPEG", exif=exif) + HTML))
    assert b"script" not in clean.data
    with Image.open(io.BytesIO(clean.data)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (40, 30), {})


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = validate_upload(crafted.upload("a.jpg", crafted.picture("JPEG", exif=exif)))
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.size == (30, 40)


def test_a_png_loses_its_remarks_and_keeps_its_transparency():
    from PIL.PngImagePlugin import PngInfo

    remarks = PngInfo()
    remarks.add_text("Comment", "<?php system($_GET['c']); ?>")
    clean = validate_upload(crafted.upload("a.png", crafted.picture("PNG", pnginfo=remarks, transparency=(0, 0, 0))))
    assert b"php" not in clean.data
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.info["transparency"] == (0, 0, 0)


def test_the_limit_of_pixels_takes_the_pictures_of_phones():
    assert MAX_PIXELS >= 6000 * 4000
