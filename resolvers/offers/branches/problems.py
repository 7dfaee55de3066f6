"""The refusals of branches and appointments, worded."""

from domains import offers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem

branches = offers.branches


@problem(
    branches.BranchNotFound,
    zh="找不到该网点, 或网点已关闭。",
    en="There is no such branch, or it is closed.",
    description="There is no such branch, or it is closed.",
)
class BranchNotFound(Problem):
    pass


@problem(
    branches.BranchMalformed,
    zh="网点信息不正确。",
    en="The branch is not written correctly.",
    description="A part of a branch, or of a service there, is not as it can be kept.",
)
class BranchMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(
    branches.BranchServiceNotFound,
    zh="该业务不存在或已停止办理。",
    en="This service is not offered here.",
    description="There is no such service, or it is offered no more.",
)
class BranchServiceNotFound(Problem):
    pass


@problem(
    branches.SlotNotOffered,
    zh="该时段不可预约, 最多可提前 {days_ahead} 天预约。",
    en="No appointment begins then. Book {days_ahead} days ahead at most.",
    description="The branch is closed then, or the time lies between two slots, in the past, or too far ahead.",
)
class SlotNotOffered(Problem):
    days_ahead: int = field("How far ahead one may book, in days.", C1)


@problem(
    branches.SlotFull,
    zh="该时段已约满, 请选择其他时段。",
    en="This time is fully booked. Please choose another.",
    description="Every place of the slot is taken.",
)
class SlotFull(Problem):
    pass


@problem(
    branches.AlreadyBooked,
    zh="您已预约该时段的这项业务。",
    en="You have booked this service at this time.",
    description="The viewer has an appointment for it then.",
)
class AlreadyBooked(Problem):
    pass


@problem(
    branches.AppointmentsTooMany,
    zh="待办预约最多 {most_appointments} 个, 请先取消其他预约。",
    en="You may have {most_appointments} appointments to come. Cancel another first.",
    description="The viewer has as many appointments to come as one may have.",
)
class AppointmentsTooMany(Problem):
    most_appointments: int = field("The most at a time.", C1)


@problem(
    branches.AppointmentNotFound,
    zh="找不到该预约, 或预约已结束。",
    en="There is no such appointment, or it is over.",
    description="No appointment of the viewer's that is still to come.",
)
class AppointmentNotFound(Problem):
    pass
