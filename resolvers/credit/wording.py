"""What a reason is called, when it raised the band and when it lowered it: in Chinese and in English."""

from domains.credit import Feature

RAISES: dict[Feature, tuple[str, str]] = {
    Feature.VERIFIED: ("已完成实名认证", "Your name is verified"),
    Feature.PAID: ("按时付款次数多", "Many payments made in time"),
    Feature.PAID_MONTHS: ("连续多个月按时付款", "Payments made in time over many months"),
    Feature.SCENES: ("在多个场景中守约", "Commitments kept in several scenes"),
    Feature.RETURNED: ("按时归还", "Things returned on time"),
    Feature.VISITED: ("按约到访", "Visits kept"),
    Feature.HISTORY_DAYS: ("信用记录时间长", "A long history"),
    Feature.OVERDUE: ("没有逾期", "Nothing overdue"),
    Feature.OVERDUE_SINCE_DAYS: ("很久没有逾期", "Nothing overdue for a long time"),
    Feature.CURED: ("逾期后已补还", "What was overdue was paid"),
    Feature.RETURNED_LATE: ("没有逾期归还", "Nothing returned late"),
    Feature.DISPUTES_LOST: ("没有败诉的争议", "No dispute lost"),
    Feature.MISSED_VISITS: ("没有爽约", "No visit missed"),
}
LOWERS: dict[Feature, tuple[str, str]] = {
    Feature.VERIFIED: ("尚未实名认证", "Your name is not verified"),
    Feature.PAID: ("按时付款次数少", "Few payments made in time"),
    Feature.PAID_MONTHS: ("按时付款的月份少", "Payments made in time in few months only"),
    Feature.SCENES: ("守约的场景少", "Commitments kept in few scenes only"),
    Feature.RETURNED: ("按时归还次数少", "Few things returned on time"),
    Feature.VISITED: ("到访次数少", "Few visits kept"),
    Feature.HISTORY_DAYS: ("信用记录时间短", "A short history"),
    Feature.OVERDUE: ("有逾期", "Bills overdue"),
    Feature.OVERDUE_SINCE_DAYS: ("最近有逾期", "Something overdue not long ago"),
    Feature.CURED: ("逾期尚未补还", "What was overdue was not paid"),
    Feature.RETURNED_LATE: ("有逾期归还", "Things returned late"),
    Feature.DISPUTES_LOST: ("有败诉的争议", "Disputes lost"),
    Feature.MISSED_VISITS: ("有爽约", "Visits missed"),
}
