"""Two cases with their parties: one on its way, one resolved. What belongs to them are samples loaded before."""

from datetime import timedelta

from conferences.models import Opinion
from handling.moves import perform
from petitions.case_workflow import CASES
from petitions.models import Petition
from petitions.services import cases
from petitions.services.cases import PartyData
from registers.models import DocumentType, Organisation
from registers.services import record_document

INVESTOR, HOUSEHOLDS, AGENCY = "investor", "households", "agency"
#: The petition that the case of the province was opened from, and what belongs to it beside; each by its first words.
COMPENSATION = "Khiếu nại quyết định phê duyệt phương án bồi thường"
RETRAINING = "Khiếu nại việc chưa được hỗ trợ chuyển đổi nghề"
RETRAINING_OPINION = "Hộ bị thu hồi trên 70% đất nông nghiệp"
WORKSHOP = "Phản ánh tiếng ồn, khói bụi của cơ sở chế biến gỗ"
PROMISED = (
    "Các bên thống nhất: Ban Quản lý dự án công khai bản đồ thu hồi đất tại nhà văn hóa xóm; Sở chủ trì đo lại diện "
    "tích cây trồng của các hộ có ý kiến; họp lại sau khi có kết quả đo."
)
MENDED = (
    "Chủ cơ sở lắp hệ thống hút bụi, không hoạt động từ 18 giờ đến 6 giờ sáng hôm sau; đại diện các hộ đồng ý và "
    "theo dõi việc thực hiện."
)


class CaseLoader:
    """Opens the cases as their officers would and works on them up to `as_of`."""

    def __init__(self, people, as_of):
        self.people, self.as_of = people, as_of

    def load(self):
        """Returns the cases made."""
        return [self._riverside_road(), self._workshop()]

    def _riverside_road(self):
        """Of the province: petitions, an opinion, its conference, a visit on the spot and a meeting; not resolved."""
        officer, sees_all = self.people["petitions"], self.people["leader"]
        department = Organisation.objects.get(code="SNNMT", unit__parent__isnull=True)
        case = self._open(COMPENSATION, "Bồi thường, hỗ trợ khi thu hồi đất làm đường ven sông", 30, officer)
        parties = (
            PartyData(INVESTOR, "Ban Quản lý dự án đường ven sông (minh họa)"),
            PartyData(HOUSEHOLDS, "Các hộ có đất bị thu hồi tại xóm 2, xóm 3"),
            PartyData(AGENCY, department.name, department),
        )
        case = self._name_parties(case, parties, department, 30, officer)
        cases.link(case, self._petition(RETRAINING).code, by=officer)
        opinion = Opinion.objects.get(current_text__text__startswith=RETRAINING_OPINION, is_demo=True)
        for code in (opinion.code, opinion.conference.code):
            cases.link(case, code, by=sees_all)
        cases.add_visit(
            case,
            on=self._day(18),
            leader="Phó Chủ tịch UBND tỉnh",
            place="Bãi bồi ven sông, xóm 3",
            result="Xem hiện trạng cây trồng, mốc giải phóng mặt bằng; giao đo lại nơi còn ý kiến khác nhau.",
            by=officer,
        )
        minutes = {"type": DocumentType.MINUTES, "number": "14", "mark": "/", "symbol": "BB", "date": self._day(9)}
        cases.add_meeting(
            case,
            on=self._day(9),
            place="Nhà văn hóa xóm 3",
            parties=list(case.parties.all()),
            conclusion=PROMISED,
            document=minutes,
            by=officer,
        )
        return case

    def _workshop(self):
        """Of the commune: the parties met and agreed."""
        officer = self.people["commune_petitions"]
        case = self._open(WORKSHOP, "Tiếng ồn, khói bụi của cơ sở chế biến gỗ trong khu dân cư", 28, officer)
        authority = Organisation.objects.get(unit=case.unit, kind="authority")
        parties = (
            PartyData(INVESTOR, "Cơ sở chế biến gỗ (minh họa)"),
            PartyData(HOUSEHOLDS, "Các hộ sống cạnh cơ sở"),
            PartyData(AGENCY, authority.name, authority),
        )
        case = self._name_parties(case, parties, authority, 28, officer)
        present = list(case.parties.all())
        cases.add_meeting(
            case, on=self._day(15), place="Trụ sở UBND xã", parties=present, conclusion=MENDED, by=officer
        )
        document = record_document(
            type=DocumentType.CONCLUSION, number="21", symbol="TB-UBND", date=self._day(12), by=officer
        )
        data = {"outcome": "agreed", "resolved_on": self._day(12), "document": document}
        return perform(CASES, case, "resolve", by=officer, on=self._day(12), data=data)

    def _open(self, summary, title, days_ago, officer):
        return cases.open_case(self._petition(summary), title=title, by=officer, on=self._day(days_ago))

    def _name_parties(self, case, parties, responsible, days_ago, officer):
        case = cases.change_case(case, title=case.title, parties=parties, version=case.version, by=officer)
        data = {"responsible": responsible}
        return perform(CASES, case, "name_responsible", by=officer, on=self._day(days_ago), data=data)

    def _petition(self, summary):
        return Petition.objects.get(content__summary__startswith=summary, is_demo=True)

    def _day(self, days_ago):
        return self.as_of - timedelta(days=days_ago)
