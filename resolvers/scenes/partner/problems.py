"""The refusals of partners, worded."""

from domains import scenes
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem


@problem(
    scenes.PartnerNameMalformed,
    zh="合作方名称须为 1 到 {most_characters} 个字。",
    en="A partner's name has 1 to {most_characters} characters.",
    description="The name is empty, too long, or has characters that cannot be printed.",
)
class PartnerNameMalformed(Problem):
    most_characters: int = field("The longest name.", C1)


@problem(scenes.PartnerNotFound, zh="找不到该合作方。", en="There is no such partner.", description="No partner of that id, or it is suspended.")
class PartnerNotFound(Problem):
    pass
