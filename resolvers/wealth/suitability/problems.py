"""The refusals of suitability, worded."""

from domains import wealth
from domains.kernel.data_classes import C1, C2
from resolvers.fields import field
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(
    wealth.QuestionnaireMalformed, zh="问卷不正确。", en="The questionnaire is not right.", description="It cannot be answered, or a class cannot be reached."
)
class QuestionnaireMalformed(Problem):
    what: str = field("Which part.", C1)


@problem(wealth.AnswersMalformed, zh="请回答所有问题。", en="Please answer every question.", description="A question has no such answer, or none.")
class AnswersMalformed(Problem):
    question: int = field("Which question, numbered from 0.", C1)


@problem(
    wealth.QuestionnaireReplaced,
    zh="问卷已更新，请重新填写。",
    en="The questionnaire has changed. Please answer it anew.",
    description="Another version is asked now.",
)
class QuestionnaireReplaced(Problem):
    version: int = field("The version that is asked now; 0 where none is.", C1)


@problem(
    wealth.AssessmentNeeded,
    zh="请先完成风险测评。",
    en="Please answer the risk questionnaire first.",
    description="It was never answered, too long ago, or another version is asked now.",
)
class AssessmentNeeded(Problem):
    pass


@problem(
    wealth.ProductUnsuitable,
    zh="该产品风险等级 {rating} 超出您可购买的范围。",
    en="This product is rated {rating}, above what you may buy.",
    description="No confirmation helps.",
)
class ProductUnsuitable(Problem):
    investor_class: str = field("The viewer's class.", C2)
    rating: str = field("The product's rating.", C1)


@problem(
    wealth.MismatchUnconfirmed,
    zh="该产品风险等级 {rating} 高于您的风险承受能力，请确认后等待冷静期结束。",
    en="This product is rated {rating}, above your class. Please confirm that you want it, and wait for the cooling-off to end.",
    description="It may be confirmed; where it was, `fromAt` says from when on orders are taken.",
)
class MismatchUnconfirmed(Problem):
    investor_class: str = field("The viewer's class.", C2)
    rating: str = field("The product's rating.", C1)
    from_at: Instant | None = field("From when on orders are taken; null where nothing was confirmed.", C1)
