"""The fixed words of the papers of petitions, in Vietnamese alone.

They name no act of law: which one is in force on the day is the signer's to know (docs/petitions.md).
"""

from petitions.models import Competence, Direction, PetitionKind, Round

DOTS = "……"
LINE = "…" * 20
#: As wide as a day in figures.
OPEN_DAY = "ngày … tháng … năm ……"

LETTERS = {
    PetitionKind.COMPLAINT: "đơn khiếu nại",
    PetitionKind.RECOMMENDATION: "đơn kiến nghị, phản ánh",
    PetitionKind.MIXED: "đơn có nhiều nội dung",
}
MATTERS = {
    PetitionKind.COMPLAINT: "khiếu nại",
    PetitionKind.RECOMMENDATION: "kiến nghị, phản ánh",
    PetitionKind.MIXED: "đơn",
}
ROUNDS = {Round.FIRST: " lần đầu", Round.SECOND: " lần hai"}

#: How a direction is proposed; `{addressee}` is the competent body.
PROPOSALS = {
    Direction.ACCEPT: "thụ lý để giải quyết theo thẩm quyền",
    Direction.DECLINE: "không thụ lý để giải quyết",
    Direction.GUIDE: "hướng dẫn người gửi đơn gửi đơn đến {addressee} để được giải quyết theo thẩm quyền",
    Direction.TRANSFER: "chuyển đơn đến {addressee} để giải quyết theo thẩm quyền",
    Direction.RETURN: "trả lại đơn cho cơ quan đã chuyển đơn đến",
    Direction.REWRITE: "hướng dẫn người gửi đơn viết lại đơn",
    Direction.FILE: "lưu đơn và theo dõi",
}

COMPETENCES = {
    Competence.OWN: "thuộc thẩm quyền của {issuer}",
    Competence.OTHER_BODY: "thuộc thẩm quyền của cơ quan khác",
    Competence.PARTY_BODY: "thuộc thẩm quyền của cơ quan của Đảng",
    Competence.COURT: "thuộc thẩm quyền của Tòa án",
    Competence.HIGHER: "thuộc thẩm quyền của cấp trên",
}

#: Who signs for a body, by its kind; a Party committee and a People's Committee by the letterhead.
HEADS = {
    "commission": "TRƯỞNG BAN",
    "agency_committee": "T/M BAN THƯỜNG VỤ\nBÍ THƯ",
    "office": "CHÁNH VĂN PHÒNG",
    "department": "GIÁM ĐỐC",
    "inspectorate": "CHÁNH THANH TRA",
}
COMMITTEES = ("committee", "authority")
COMMITTEE_HEADS = {"party": "T/M BAN THƯỜNG VỤ\nBÍ THƯ", "state": "CHỦ TỊCH"}
ANY_HEAD = "THỦ TRƯỞNG CƠ QUAN"

BY_LETTERHEAD = {
    "party": {
        "rules": "quy định của Đảng và pháp luật của Nhà nước",
        "kept": "Lưu hồ sơ đơn.",
        "between": ",",
    },
    "state": {"rules": "quy định của pháp luật", "kept": "Lưu: VT, hồ sơ đơn.", "between": ";"},
}
AS_ABOVE = "Như trên"
TO_KNOW = "{name} (để biết)"
TO_REPORT = "Lãnh đạo {issuer} (để báo cáo)"

PERSON = "ông (bà)"
ADDRESSED = "Kính gửi: {name}"
ADDRESS = "Địa chỉ: {address}"
AND_OTHERS = " và {number} người khác"
RECEIVED = "{day}, {issuer} nhận được {letter}{dated} của {who}, địa chỉ: {address}{sent_by}."
DATED = " đề {day}"
SENT_BY = ", do {body} chuyển đến"
CONTENT = "Nội dung đơn: {summary}."

SIGN_HINT = "(ký, ghi rõ họ tên)"
SEAL_HINT = "(ký, ghi rõ họ tên, đóng dấu)"

RECEIPT = {
    "title": "GIẤY BIÊN NHẬN",
    "subject": "Về việc tiếp nhận {letter}",
    "opening": "{day}, {issuer} đã tiếp nhận đơn của:",
    "name": "Họ và tên: {who}.",
    "id_number": "Số căn cước (CMND, hộ chiếu): {number}.",
    "address": "Địa chỉ: {address}.",
    "letter": "Loại đơn: {letter}{dated}; số người ký đơn: {signatories}.",
    "enclosed": f"Tài liệu kèm theo: {LINE}",
    "number": "Số đến: {number}/{year}; mã đơn: {code}.",
    "notice": "Kết quả xử lý đơn được thông báo đến {person} chậm nhất {day}.",
    "copies": "Giấy này được lập thành 02 bản, mỗi bên giữ 01 bản./.",
    "left": "NGƯỜI NỘP ĐƠN",
    "right": "NGƯỜI NHẬN ĐƠN",
}
PROPOSAL = {
    "title": "PHIẾU ĐỀ XUẤT XỬ LÝ ĐƠN",
    "subject": "{letter}, mã đơn {code}",
    "to": "Kính gửi: Lãnh đạo {issuer}",
    "kind": "1. Phân loại: {letter}{round}; lĩnh vực: {field}.",
    "eligible": "2. Điều kiện xử lý: đủ điều kiện.",
    "not_eligible": "2. Điều kiện xử lý: không đủ điều kiện, do: {reasons}.",
    "competence": "3. Thẩm quyền giải quyết: {competence}.",
    "proposal": "4. Đề xuất: {proposal}{because}.",
    "because": ", với lý do: {reason}",
    "reason": "5. Lý do đề xuất: {reason}.",
    "no_reason": f"5. Lý do đề xuất: {LINE}",
    "due": "6. Thời hạn xử lý: đến hết {day}.",
    "end": "Kính trình lãnh đạo xem xét, quyết định./.",
    "left": "PHÊ DUYỆT CỦA LÃNH ĐẠO",
    "approved": "Đồng ý, {day}",
    "right": "NGƯỜI ĐỀ XUẤT",
}
GUIDANCE = {
    "title": "PHIẾU HƯỚNG DẪN",
    "subject": "Về việc gửi đơn đến cơ quan có thẩm quyền giải quyết",
    "found": "Sau khi nghiên cứu nội dung đơn, đối chiếu với {rules}, {issuer} nhận thấy đơn không thuộc thẩm quyền "
    "giải quyết của {issuer} mà thuộc thẩm quyền giải quyết của {addressee}.",
    "asked": "Đề nghị {who} gửi đơn đến {addressee} để được giải quyết theo quy định.",
    "end": "Việc hướng dẫn chỉ thực hiện một lần đối với đơn có cùng nội dung./.",
}
TRANSFER = {
    "title": "PHIẾU CHUYỂN ĐƠN",
    "subject": "Về việc chuyển {letter} đến cơ quan có thẩm quyền giải quyết",
    "found": "Sau khi xem xét nội dung đơn, căn cứ {rules} về tiếp nhận, xử lý đơn, {issuer} chuyển đơn của {who} "
    "đến {addressee} để xem xét, giải quyết theo thẩm quyền.",
    "enclosed": "Gửi kèm: đơn và tài liệu kèm theo đơn (nếu có).",
    "end": "Đề nghị {addressee} thông báo kết quả giải quyết đến {who} và {issuer} theo quy định./.",
}
ACCEPTANCE = {
    "title": "THÔNG BÁO",
    "subject": "Về việc thụ lý giải quyết {matter}",
    "found": "Sau khi xem xét nội dung đơn, căn cứ {rules}, {issuer} nhận thấy đơn đủ điều kiện thụ lý và thuộc thẩm "
    "quyền giải quyết. Đơn được thụ lý để giải quyết từ {day}.",
    "due": "Thời hạn giải quyết: đến hết {day}.",
    "end": "{issuer} thông báo để {who} được biết./.",
}
REFUSAL = {
    "title": "THÔNG BÁO",
    "subject": "Về việc không thụ lý giải quyết {matter}",
    "found": "Sau khi xem xét nội dung đơn, căn cứ {rules}, {issuer} nhận thấy đơn không đủ điều kiện thụ lý để giải "
    "quyết, với lý do: {reason}.",
    "end": "{issuer} không thụ lý để giải quyết và thông báo để {who} được biết./.",
}
URGING = {
    "abstract": "V/v đôn đốc giải quyết {letter}",
    "transferred": "{day}, {issuer} đã chuyển {letter}{dated} của {who}, địa chỉ: {address}, đến {body} để giải quyết "
    "theo thẩm quyền{slip}.",
    "slip": " (Phiếu chuyển đơn số {number})",
    "accepted": "{day}, {issuer} đã thụ lý {letter}{dated} của {who}, địa chỉ: {address}; thời hạn giải quyết đến hết "
    "{due}.",
    "own": "Đơn vị được giao giải quyết đơn",
    "silent": "Đến nay, {issuer} chưa nhận được thông báo kết quả giải quyết.",
    "end": f"Đề nghị {{asked}} khẩn trương xem xét, giải quyết, thông báo kết quả đến {{who}} và {{issuer}} trước "
    f"{OPEN_DAY}./.",
}

NIL_STATEMENT = {
    "symbol": "XN",
    "title": "XÁC NHẬN",
    "subject": "Về việc không phát sinh đơn {marks} từ {first} đến {last}",
    "opening": "{issuer} xác nhận: trong số đơn tiếp nhận từ ngày {first} đến ngày {last} và đơn tiếp nhận trước đó "
    "còn đang xử lý trong thời gian này, không có đơn nào thuộc loại: {marks}.",
    "opening_received": "{issuer} xác nhận: trong số đơn tiếp nhận từ ngày {first} đến ngày {last}, không có đơn nào "
    "thuộc loại: {marks}.",
    "nothing_examined": "Trong thời gian này không có đơn nào để rà soát; xác nhận này chỉ nói lên điều đó.",
    "running": "Kỳ chưa kết thúc tại thời điểm xác nhận; nội dung xác nhận tính đến {time}, {day}.",
    "with_denunciations": "Việc rà soát bao gồm đơn thuộc mọi loại, kể cả đơn tố cáo.",
    "without_denunciations": "Việc rà soát không bao gồm đơn tố cáo.",
    "rests_on": "Số liệu làm căn cứ xác nhận (tính theo ngày tiếp nhận, kể cả đơn vào sổ sau kỳ; biểu 01/XLD tính "
    "theo ngày vào sổ):",
    "headings": ("Nội dung", "Số đơn"),
    "examined": "Đơn đã rà soát",
    "received_before": "Trong đó: đơn tiếp nhận trước kỳ",
    "unclassified": "Trong đó: đơn chưa phân loại",
    "unmarked": "Đơn có số người bằng mức đoàn đông người trở lên, chưa được đánh dấu đông người",
    "not_decided": "Trong số đơn đã rà soát, {number} đơn chưa được phân loại nên chưa xác định có thuộc "
    "các loại đơn này hay không.",
    "not_marked": "Có {number} đơn do số người bằng mức đoàn đông người trở lên ký hoặc mang đến nhưng không được "
    "đánh dấu là đơn đông người.",
    "bodies": "Cơ quan được rà soát ({number}): {names}.",
    "asked": "Số liệu do {name} truy vấn trên hệ thống lúc {time}, {day}; mã xác nhận {code}./.",
    "checksum": "Mã kiểm tra (SHA-256) của số liệu: {digest}",
}
