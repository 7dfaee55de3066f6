"""The refusals of friends and cards, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.networks.FriendConsentStands,
    zh="您已同意被好友找到。",
    en="You have agreed already.",
    description="A consent stands for that account.",
)
class FriendConsentStands(Problem):
    pass


@problem(
    scenes.networks.FriendConsentNotFound,
    zh="找不到该授权。",
    en="There is no such consent.",
    description="No consent of that id, or it is somebody else's.",
)
class FriendConsentNotFound(Problem):
    pass


@problem(
    scenes.networks.CardMalformed,
    zh="卡片文字须为 1 至 {most_characters} 个字。",
    en="The words of a card are of 1 to {most_characters} characters.",
    description="The words cannot be shown, or are too many.",
)
class CardMalformed(Problem):
    most_characters: int = field("How many there may be.", C1)


@problem(
    scenes.networks.ShareNotFound,
    zh="找不到可分享的内容。",
    en="There is nothing of that kind to share.",
    description="The customer has no such code to share.",
)
class ShareNotFound(Problem):
    pass
