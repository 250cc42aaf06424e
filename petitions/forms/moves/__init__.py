"""Forms of the moves of a petition: exactly the fields a move needs, and the version the user saw."""

from ..move_parts import MinutesForm, MoveForm, NoticeForm, PaperForm, ReplyForm
from .classifying import ClassifyForm, MarkForm, SplitForm, StrikeForm
from .deciding import ApproveForm, ProposeForm, ReasonForm, ResubmitForm
from .settling import (
    ChangeLeadForm,
    CloseForm,
    ExecuteForm,
    ExtendForm,
    PublishForm,
    ResumeForm,
    SettleForm,
    StartForm,
    SuspendForm,
    TerminateForm,
    WithdrawForm,
)

FORMS = {
    "classify": ClassifyForm,
    "split": SplitForm,
    "strike": StrikeForm,
    "propose": ProposeForm,
    "return_proposal": ReasonForm,
    "approve": ApproveForm,
    "accept": NoticeForm,
    "decline": NoticeForm,
    "guide": PaperForm,
    "transfer": PaperForm,
    "return_to_sender": PaperForm,
    "ask_rewrite": PaperForm,
    "resubmit": ResubmitForm,
    "file": MoveForm,
    "start": StartForm,
    "change_lead": ChangeLeadForm,
    "settle": SettleForm,
    "reply": PaperForm,
    "record_reply": ReplyForm,
    "record_letter": ReplyForm,
    "publish": PublishForm,
    "execute": ExecuteForm,
    "hold_dialogue": MinutesForm,
    "urge": PaperForm,
    "extend": ExtendForm,
    "suspend": SuspendForm,
    "resume": ResumeForm,
    "withdraw": WithdrawForm,
    "terminate": TerminateForm,
    "mark": MarkForm,
    "close": CloseForm,
}
