"""The fixed words of the minutes. Vietnamese is the paper; English is a working copy and says so.

Kept here rather than in the message catalogue: what a paper prints is set by the rules on format, and must not
change when somebody improves a button.
"""

from dialogue_portal.text import date_long, time_long, two_digits

VI = {
    "title": "BIÊN BẢN",
    "draft": "DỰ THẢO",
    "working_copy": "",
    "glosses": False,
    "dots": "…" * 30,
    # The Party's opening and closing
    "opening": "Hôm nay, vào hồi {time}, {date}, tại {place}, {issuer} tổ chức {name}.",
    "opening_no_time": "Hôm nay, {date}, tại {place}, {issuer} tổ chức {name}.",
    "no_place": "hội trường",
    "theme": "Chủ đề",
    "composition": "I. THÀNH PHẦN",
    "content": "II. NỘI DUNG",
    "statistics": "III. THỐNG KÊ",
    "closing": "Hội nghị kết thúc vào hồi {time} cùng ngày. Biên bản được thông qua trước hội nghị./.",
    "closing_date": "Hội nghị kết thúc vào hồi {time}, {date}. Biên bản được thông qua trước hội nghị./.",
    "closing_no_time": "Hội nghị kết thúc cùng ngày. Biên bản được thông qua trước hội nghị./.",
    # Who was there
    "chairs": "Chủ trì",
    "guests": "Đại biểu cấp trên",
    "delegates": "Đại biểu dự hội nghị",
    "secretary": "Thư ký",
    "group": "- {group}: {count}.",
    "attendance": "Tổng số triệu tập: {invited}; có mặt: {present}; vắng: {missing} (có lý do: {excused}); "
    "dự thay: {substituted}.",
    "participants": "Tổng số người tham dự: {count}.",
    "see_annex": "({annex} kèm theo.)",
    # What was said
    "opening_item": "Tuyên bố lý do, giới thiệu đại biểu; thông qua chương trình, nội quy",
    "opening_usual": "Ban Tổ chức tuyên bố lý do, giới thiệu đại biểu; hội nghị thông qua chương trình, nội quy.",
    "reports_item": "Báo cáo tình hình kinh tế - xã hội; báo cáo kết quả thực hiện kết luận kỳ đối thoại trước",
    "reports_usual": "Hội nghị nghe báo cáo tình hình kinh tế - xã hội và báo cáo kết quả thực hiện kết luận "
    "kỳ đối thoại trước.",
    "opinions_item": "Ý kiến, kiến nghị",
    "answers_item": "Trả lời, giải trình, tiếp thu",
    "opinions_and_answers_item": "Ý kiến, kiến nghị; trả lời, giải trình, tiếp thu",
    "opinions_count": "Hội nghị có {turns} lượt ý kiến với {items} nội dung.",
    "no_opinions": "Hội nghị không có ý kiến, kiến nghị.",
    "to_opinion": "[{code}]",
    "result": "Kết quả: {result}.",
    "resolved": "đã giải quyết tại hội nghị",
    "noted": "ghi nhận",
    "noted_all": "{noted} ý kiến, kiến nghị được ghi nhận, trong đó giao giải quyết sau: {assigned}; "
    "vượt thẩm quyền: {forwarded}; chưa phân công: {open}.",
    "noted_rest": "{noted} ý kiến, kiến nghị còn lại được ghi nhận, trong đó giao giải quyết sau: {assigned}; "
    "vượt thẩm quyền: {forwarded}; chưa phân công: {open}.",
    "conclusion_item": "Kết luận của chủ trì",
    "conclusion_notice": "Kết luận của chủ trì được ban hành tại Thông báo số {number}, {date}.",
    "conclusion_notice_no_number": "Kết luận của chủ trì được ban hành tại Thông báo {date}.",
    "conclusion_assigned": "Chủ trì hội nghị kết luận và giao các cơ quan giải quyết {assigned} ý kiến, kiến nghị "
    "nêu trên.",
    "conclusion_none": "Chủ trì hội nghị phát biểu kết luận.",
    "assigned_in_annex": "Nội dung, cơ quan chủ trì và thời hạn giải quyết nêu tại {annex}.",
    "assigned_head": ["TT", "Nội dung", "Cơ quan chủ trì", "Thời hạn"],
    "statistics_line": "{turns} lượt ý kiến với {items} nội dung; trả lời tại hội nghị: {in_hall}; "
    "giao giải quyết sau: {assigned}; vượt thẩm quyền: {forwarded}; chưa phân công: {open}.",
    "erased": "(đã xóa thông tin cá nhân)",
    "citizen": {"": "Ông/Bà ", "mr": "Ông ", "ms": "Bà "},
    # The end
    "sign_hint": "(ký, ghi rõ họ tên)",
    "seal": "XÁC NHẬN CỦA {issuer}",
    "seal_hint": "(ký tên, đóng dấu)",
    "recipients": "Nơi nhận:",
    # Annexes
    "annex": "Phụ lục",
    "opinions_title": "Tổng hợp ý kiến, kiến nghị và trả lời tại hội nghị",
    "opinions_head": [
        *("TT", "Người nêu ý kiến", "Nội dung ý kiến, kiến nghị", "Trả lời tại hội nghị"),
        *("Cơ quan chủ trì giải quyết", "Thời hạn"),
    ],
    "delegates_title": "Danh sách đại biểu dự {name}",
    "delegates_head": ["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Thành phần", "Tham dự"],
    "annex_total": "Danh sách này có {count} đại biểu.",
    "substitute": "dự thay: {name}",
    "date": date_long,
    "time": time_long,
    "count": two_digits,
    # NĐ 30/2020, Mẫu 1.9
    "state": {
        "begins": "Thời gian bắt đầu: {time}, ngày {day}.",
        "day": "Thời gian: ngày {day}.",
        "place": "Địa điểm: {place}.",
        "composition": "Thành phần tham dự:",
        "chair": "Chủ trì (chủ tọa):",
        "secretary": "Thư ký (người ghi biên bản):",
        "content": "Nội dung (theo diễn biến hội nghị):",
        "statistics": "Thống kê",
        "ends": "Hội nghị kết thúc vào {time}, {date}./.",
        "ends_on": "Hội nghị kết thúc {date}./.",
    },
}

EN = {
    **VI,
    "title": "MINUTES",
    "draft": "DRAFT",
    "working_copy": "WORKING COPY IN ENGLISH – only the Vietnamese paper has official value",
    "glosses": True,
    "opening": "At {time} on {date}, at {place}, {issuer} held: {name}.",
    "opening_no_time": "On {date}, at {place}, {issuer} held: {name}.",
    "no_place": "the meeting hall",
    "theme": "Theme",
    "composition": "I. ATTENDANCE",
    "content": "II. CONTENT",
    "statistics": "III. FIGURES",
    "closing": "The conference ended at {time} on the same day. The minutes were adopted by the conference.",
    "closing_date": "The conference ended at {time} on {date}. The minutes were adopted by the conference.",
    "closing_no_time": "The conference ended on the same day. The minutes were adopted by the conference.",
    "chairs": "Chair",
    "guests": "Delegates of higher levels",
    "delegates": "Delegates of the conference",
    "secretary": "Secretary",
    "attendance": "Invited: {invited}; present: {present}; absent: {missing} (with leave: {excused}); "
    "substituted: {substituted}.",
    "participants": "Participants in all: {count}.",
    "see_annex": "({annex}.)",
    "opening_item": "Opening, introduction of delegates; agenda and rules adopted",
    "opening_usual": "The organisers opened the conference and introduced the delegates; "
    "agenda and rules were adopted.",
    "reports_item": "Report on the socio-economic situation; "
    "report on what became of the conclusions of the last dialogue",
    "reports_usual": "The conference heard the reports on the socio-economic situation and on what became of the "
    "conclusions of the last dialogue.",
    "opinions_item": "Opinions and recommendations",
    "answers_item": "Answers and explanations",
    "opinions_and_answers_item": "Opinions and recommendations, with the answers given",
    "opinions_count": "{turns} speakers raised {items} items.",
    "no_opinions": "No opinion was raised.",
    "result": "Result: {result}.",
    "resolved": "resolved at the conference",
    "noted": "noted",
    "noted_all": "{noted} opinions were noted; of these assigned for later: {assigned}; "
    "beyond authority: {forwarded}; not assigned yet: {open}.",
    "noted_rest": "The other {noted} opinions were noted; of these assigned for later: {assigned}; "
    "beyond authority: {forwarded}; not assigned yet: {open}.",
    "conclusion_item": "Conclusions of the chair",
    "conclusion_notice": "The conclusions of the chair were issued in notice {number} of {date}.",
    "conclusion_notice_no_number": "The conclusions of the chair were issued in a notice of {date}.",
    "conclusion_assigned": "The chair concluded and assigned {assigned} of the opinions above to the bodies named.",
    "conclusion_none": "The chair closed with the conclusions.",
    "assigned_in_annex": "Contents, leading bodies and due dates are in {annex}.",
    "assigned_head": ["No.", "Content", "Lead", "Due"],
    "statistics_line": "{turns} speakers with {items} items; answered in the hall: {in_hall}; assigned for later: "
    "{assigned}; beyond authority: {forwarded}; not assigned yet: {open}.",
    "erased": "(personal data erased)",
    "citizen": {"": "", "mr": "Mr ", "ms": "Ms "},
    "sign_hint": "(signature, full name)",
    "seal": "CONFIRMED BY {issuer}",
    "seal_hint": "(signature, seal)",
    "recipients": "Recipients:",
    "annex": "Annex",
    "opinions_title": "Opinions and recommendations, with the answers given at the conference",
    "opinions_head": ["No.", "Raised by", "Content", "Answer at the conference", "Leading body", "Due"],
    "delegates_title": "Delegates of {name}",
    "delegates_head": ["No.", "Full name", "Post", "Unit", "Group", "Attendance"],
    "annex_total": "This list has {count} delegates.",
    "substitute": "substituted by {name}",
    "date": lambda day: f"{day:%d/%m/%Y}",
    "time": lambda moment: f"{moment:%H:%M}",
    "count": lambda number: f"{number:,}",
    "state": {
        "begins": "Begins: {time}, {day}.",
        "day": "Date: {day}.",
        "place": "Place: {place}.",
        "composition": "Attendance:",
        "chair": "Chair:",
        "secretary": "Secretary (minute-taker):",
        "content": "Content (in the order of the conference):",
        "statistics": "Figures",
        "ends": "The conference ended at {time} on {date}.",
        "ends_on": "The conference ended on {date}.",
    },
}

#: What differs by letterhead: how officials are addressed, who signs, who receives a copy.
BY_LETTERHEAD = {
    "vi": {
        "party": {
            "official": dict.fromkeys(("", "mr", "ms"), "Đ/c "),
            "sign_left": "NGƯỜI GHI BIÊN BẢN",
            "sign_right": "CHỦ TRÌ HỘI NGHỊ",
            "recipients_lines": (
                "- Các đồng chí chủ trì hội nghị,",
                "- Các cơ quan, đơn vị liên quan,",
                "- Lưu hồ sơ hội nghị.",
            ),
        },
        "state": {
            "official": {"": "", "mr": "Ông ", "ms": "Bà "},
            "sign_left": "THƯ KÝ",
            "sign_right": "CHỦ TỌA",
            "recipients_lines": ("- Như thành phần tham dự;", "- Cơ quan, đơn vị liên quan;", "- Lưu: VT, hồ sơ."),
        },
    },
    "en": {
        "party": {
            "official": {"": "", "mr": "Mr ", "ms": "Ms "},
            "sign_left": "MINUTE-TAKER",
            "sign_right": "CHAIR OF THE CONFERENCE",
            "recipients_lines": ("- The chairs,", "- The bodies concerned,", "- File of the conference."),
        },
        "state": {
            "official": {"": "", "mr": "Mr ", "ms": "Ms "},
            "sign_left": "SECRETARY",
            "sign_right": "PRESIDING",
            "recipients_lines": ("- Those who attended;", "- The bodies concerned;", "- Registry, file."),
        },
    },
}


def words_of(language, letterhead):
    """The words of a paper in a language and letterhead."""
    return {**{"vi": VI, "en": EN}[language], **BY_LETTERHEAD[language][letterhead]}
