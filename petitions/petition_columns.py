"""The columns of the sheet of petitions: what the template asks for, and what the portal's own registers say beside."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from registers.sheet_reading import SheetColumn

COLUMNS = (
    SheetColumn(
        "received_on",
        pgettext_lazy("register of petitions", "Received on"),
        ("ngay tiep nhan", "ngay den", "ngay vao so", "received on"),
        14,
    ),
    SheetColumn(
        "kind", pgettext_lazy("register of petitions", "Kind"), ("loai", "phan loai", "phan loai don", "kind"), 20
    ),
    SheetColumn("source", pgettext_lazy("register of petitions", "Source"), ("nguon don", "hinh thuc nhan"), 20),
    SheetColumn("sent_by", gettext_lazy("Body that sent it"), ("co quan chuyen den", "noi chuyen den"), 28),
    SheetColumn("dated_on", gettext_lazy("Dated"), ("ngay ghi tren don", "ngay viet don"), 14),
    SheetColumn(
        "full_name",
        pgettext_lazy("register of petitions", "Sender"),
        ("nguoi gui", "ho ten", "ho va ten", "nguoi gui don"),
        26,
    ),
    SheetColumn("address", pgettext_lazy("register of petitions", "Address"), ("dia chi nguoi gui",), 30),
    SheetColumn("phone", gettext_lazy("Telephone"), ("so dien thoai", "dien thoai"), 14),
    SheetColumn("id_number", gettext_lazy("Identity number"), ("so cccd", "cccd", "so dinh danh", "cmnd"), 16),
    SheetColumn(
        "signatories", pgettext_lazy("register of petitions", "People who signed"), ("so nguoi ky", "so nguoi"), 10
    ),
    SheetColumn(
        "summary",
        pgettext_lazy("register of petitions", "Content"),
        ("noi dung", "tom tat noi dung", "trich yeu", "summary"),
        60,
    ),
    SheetColumn("field", pgettext_lazy("register of petitions", "Field"), ("linh vuc", "ma linh vuc"), 24),
    SheetColumn(
        "is_repeat",
        pgettext_lazy("register of petitions", "Round (first, repeated)"),
        ("lan", "lan dau/nhieu", "lan gui", "gui nhieu lan", "don lap lai"),
        10,
    ),
    SheetColumn("is_remote", gettext_lazy("From a remote area"), ("vung sau", "vung sau vung xa"), 10),
    SheetColumn("paper_file", gettext_lazy("Paper file"), ("so ho so giay", "ho so"), 16),
)
#: What registers and lists of the portal say of their own rows, and no template asks for.
OF_THE_PORTAL = (
    SheetColumn("result", pgettext_lazy("register of petitions", "Result"), ("ket qua", "trang thai", "state"), 16),
    SheetColumn("kept", pgettext_lazy("register of petitions", "File kept"), ("luu ho so", "ma", "ma don", "code"), 21),
)
#: What a denunciation has no place for.
WORDS = ("full_name", "address", "phone", "id_number", "signatories", "summary")
