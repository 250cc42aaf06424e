"""What rule parameters are called on the screen. A key without a name here is shown as it is."""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class RuleGroup:
    order: int
    label: object


_GROUPS = {
    "dialogue": RuleGroup(1, _("Dialogue conferences")),
    "conclusion": RuleGroup(2, _("Conclusion notices")),
    "opinion": RuleGroup(3, _("Opinions")),
    "petition": RuleGroup(4, _("Petitions")),
    "recommendation": RuleGroup(4, _("Petitions")),
    "complaint": RuleGroup(5, _("Complaints")),
    "denunciation": RuleGroup(6, _("Denunciations")),
    "reception": RuleGroup(7, _("Citizen reception")),
    "report": RuleGroup(8, _("Reports")),
}
_OTHER = RuleGroup(9, _("Other rules"))

RULE_NAMES = {
    "dialogue.min_per_year": _("Dialogues a year, at least"),
    "dialogue.announce_before": _("Announce before the conference"),
    "dialogue.materials_before": _("Send documents and collect opinions before the conference"),
    "dialogue.minutes_after": _("Minutes after the conference"),
    "dialogue.result_publication_after": _("Publish the results after the conference"),
    "conclusion.notice_after": _("Conclusion notice after the conference"),
    "opinion.answer_after": _("Answer an opinion"),
    "opinion.answer_after_complex": _("Answer a complex opinion"),
    "opinion.extension_max": _("Extend the due date of an opinion, each time at most"),
    "opinion.notify_speaker": _("Notify the speaker after receipt"),
    "petition.process": _("Process a petition"),
    "petition.notice": _("Notify the petitioner after receipt"),
    "petition.reply_awaited": _("Wait for the reply to a transferred petition"),
    "recommendation.settle": _("Answer a recommendation or reflection"),
    "recommendation.extension_max": _("Extend the answer to a recommendation, at most"),
    "petition.ineligible.keep": _("Keep a petition that cannot be processed"),
    "complaint.accept": _("Accept a complaint or say why not"),
    "complaint.limitation": _("Time limit for complaining"),
    "complaint.first.settle": _("Settle a first complaint"),
    "complaint.first.settle_complex": _("Settle a complex first complaint"),
    "complaint.first.settle_remote": _("Settle a first complaint in a remote area"),
    "complaint.first.settle_remote_complex": _("Settle a complex first complaint in a remote area"),
    "complaint.second.file": _("File a second complaint"),
    "complaint.second.file_remote": _("File a second complaint in a remote area"),
    "complaint.second.settle": _("Settle a second complaint"),
    "complaint.second.settle_complex": _("Settle a complex second complaint"),
    "complaint.second.settle_remote": _("Settle a second complaint in a remote area"),
    "complaint.second.settle_remote_complex": _("Settle a complex second complaint in a remote area"),
    "complaint.second.dialogue": _("A dialogue before a second complaint is settled"),
    "denunciation.preliminary": _("Preliminary handling of a denunciation"),
    "denunciation.preliminary_complex": _("Preliminary handling in several places"),
    "denunciation.transfer_if_not_competent": _("Transfer a denunciation to the competent body"),
    "denunciation.notify_acceptance": _("Notify that a denunciation was accepted"),
    "denunciation.settle": _("Settle a denunciation"),
    "denunciation.extension": _("Extend the settling of a denunciation, each time"),
    "denunciation.extensions": _("Extensions of the settling of a denunciation"),
    "denunciation.extensions_complex": _("Extensions of the settling of a complex denunciation"),
    "denunciation.extensions_very_complex": _("Extensions of the settling of a very complex denunciation"),
    "denunciation.reply_to_forwarder": _("Reply to the body that forwarded a denunciation"),
    "denunciation.publish_conclusion": _("Publish the conclusion on a denunciation"),
    "denunciation.publish_posting": _("Keep the conclusion on a denunciation posted"),
    "reception.days": _("Reception by the head of the Party committee"),
    "reception.chair_province": _("Reception by the chair of the provincial People's Committee"),
    "reception.chair_district": _("Reception by the chair of the district People's Committee"),
    "reception.chair_commune": _("Reception by the chair of the commune's People's Committee"),
    "reception.delegation_people": _("A delegation is large from"),
    "reception.representatives": _("Representatives of a large delegation, at most"),
    "reception.many_representatives_from": _("A delegation may send more representatives from"),
    "reception.many_representatives": _("Representatives of such a delegation, at most"),
    "reception.delegation_allowed": _("The head may have somebody else receive"),
    "reception.online_allowed": _("Online reception"),
    "report.closing_day": _("Day on which a reporting month closes"),
}


def rule_name(key):
    return RULE_NAMES.get(key, key)


def with_source(sentence, rule):
    """A sentence about a rule with its basis behind it, and the mark of one that nobody checked."""
    said = [sentence]
    if rule.legal_basis:
        said.append(gettext("Basis: %(basis)s.") % {"basis": rule.legal_basis})
    if not rule.verified:
        said.append(gettext("This rule has not been checked against the text of the regulation."))
    return " ".join(said)


def rule_group(key):
    return _GROUPS.get(key.partition(".")[0], _OTHER)
