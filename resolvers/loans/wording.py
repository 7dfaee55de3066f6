"""What the reasons of a decision, the questions of an application and the answers to them are called: in Chinese and in English."""

from typing import NamedTuple

Words = tuple[str, str]

REASONS: dict[str, Words] = {
    "unverified": ("尚未实名认证", "Your name is not verified"),
    "minor": ("未满借款年龄", "You are too young to borrow"),
    "too_old": ("超过借款年龄", "You are above the age up to which we lend"),
    "student": ("不向学生放款", "We do not lend to students"),
    "consent_withdrawn": ("未授权信用评估", "You do not consent to your credit being assessed"),
    "overdue": ("有逾期未还的借款", "A loan of yours is overdue"),
    "written_off": ("曾有借款被核销", "A loan of yours was written off"),
    "too_many_loans": ("未结清的借款过多", "You have too many loans already"),
    "band_not_served": ("信用等级暂不符合该产品要求", "This product is not lent to your credit band"),
    "amount_above_band": ("申请金额超过您信用等级的上限", "The amount is above what is lent to your credit band"),
    "income_too_low": ("还款额占收入比例过高", "The instalments would take too much of your income"),
    "answers": ("申请信息综合评估未通过", "Your answers, taken together"),
    "answers_unknown": ("该币种的申请需人工审核", "An application in this currency is looked at by a person"),
    "limit_reached": ("已达到可借总额", "What you owe already reaches your limit"),
    "band_unknown": ("信用记录不足", "Too little is known of your credit"),
    "band_low": ("信用等级偏低", "Your credit band is low"),
    "occupation": ("职业情况", "Your occupation"),
    "income": ("收入偏低", "Your income is low"),
    "burden": ("还款负担偏重", "Your instalments are a heavy burden"),
    "by_staff": ("人工审核未通过", "A member of staff decided against it"),
}

NOT_PAID_OUT: Words = ("放款未成功，您无需还款", "The money could not be paid out; you owe nothing")
"""Of an application that failed: its reason is the name of what the wallet or the line refused."""

QUESTIONS: dict[str, Words] = {
    "status_of_existing_checking_account": ("往来账户情况", "Your current account"),
    "duration_in_month": ("借款期限", "For how long you borrow"),
    "credit_history": ("以往借款的偿还情况", "How earlier loans were repaid"),
    "purpose": ("借款用途", "What the money is for"),
    "credit_amount": ("借款金额", "How much you borrow"),
    "savings_account_and_bonds": ("储蓄与理财", "Your savings"),
    "present_employment_since": ("现职工作年限", "How long you have had your job"),
    "other_debtors_or_guarantors": ("共同借款人或担保人", "Others who answer for the loan"),
    "present_residence_since": ("现住址居住年限", "How long you have lived where you live"),
    "property": ("财产情况", "What you own"),
    "other_installment_plans": ("其他分期付款", "Other instalment plans"),
    "housing": ("住房情况", "How you live"),
    "number_of_existing_credits_at_this_bank": ("在本行的借款笔数", "How many loans you have with us"),
    "job": ("工作类型", "What kind of work you do"),
    "telephone": ("固定电话", "A telephone"),
}

CHOICES: dict[str, dict[str, Words]] = {
    "status_of_existing_checking_account": {
        "none": ("没有往来账户", "None"),
        "overdrawn": ("透支", "Overdrawn"),
        "low": ("余额不足 1,000 元", "Less than 1,000 yuan in it"),
        "high_or_salary": ("余额 1,000 元以上，或代发工资满一年", "1,000 yuan or more, or your wage for a year"),
    },
    "credit_history": {
        "late_before": ("以前有过逾期", "Late before"),
        "critical_or_elsewhere": ("有问题借款，或在他行有借款", "In difficulty, or with other banks"),
        "none_or_all_repaid": ("没有借过款，或已全部按时结清", "None, or all repaid duly"),
        "running_duly": ("现有借款一直按时偿还", "Running, and paid duly so far"),
        "all_repaid_here": ("在本行的借款已全部按时结清", "All repaid duly with us"),
    },
    "purpose": {
        "car_new": ("购买新车", "A new car"),
        "car_used": ("购买二手车", "A used car"),
        "furniture": ("家具与装修", "Furniture"),
        "electronics": ("电子产品", "Electronics"),
        "appliances": ("家用电器", "Household appliances"),
        "repairs": ("维修", "Repairs"),
        "holiday": ("旅行", "A holiday"),
        "retraining": ("培训进修", "Retraining"),
        "business": ("经营", "Business"),
        "other": ("其他", "Something else"),
    },
    "savings_account_and_bonds": {
        "none": ("没有储蓄", "None"),
        "least": ("不足 500 元", "Less than 500 yuan"),
        "low": ("500 元至 2,500 元", "500 to 2,500 yuan"),
        "middle": ("2,500 元至 5,000 元", "2,500 to 5,000 yuan"),
        "high": ("5,000 元以上", "5,000 yuan or more"),
    },
    "present_employment_since": {
        "none": ("没有工作", "No job"),
        "below_1_year": ("不足一年", "Less than a year"),
        "1_to_4_years": ("一年至四年", "One to four years"),
        "4_to_7_years": ("四年至七年", "Four to seven years"),
        "from_7_years": ("七年以上", "Seven years or more"),
    },
    "other_debtors_or_guarantors": {
        "none": ("没有", "Nobody"),
        "co_applicant": ("有共同借款人", "A second borrower"),
        "guarantor": ("有担保人", "A guarantor"),
    },
    "property": {
        "none": ("没有", "Nothing of these"),
        "car_or_other": ("汽车或其他", "A car or something else"),
        "savings_plan_or_insurance": ("住房储蓄或人寿保险", "A building savings plan or a life insurance"),
        "real_estate": ("房产", "A home or land"),
    },
    "other_installment_plans": {"none": ("没有", "None"), "bank": ("在其他银行", "With other banks"), "stores": ("在商家", "With stores")},
    "housing": {"own": ("自有", "In your own home"), "rent": ("租住", "For rent"), "free": ("免费居住", "For free")},
    "job": {
        "unskilled": ("没有专门技能", "Unskilled"),
        "skilled": ("有专门技能", "Skilled"),
        "highly_skilled": ("高级技能或管理", "Highly skilled, or management"),
    },
    "telephone": {"none": ("没有", "None"), "registered": ("有", "In your name")},
}


class Told(NamedTuple):
    """Something with its code, and what it is called."""

    code: str
    zh: str
    en: str


def reason_of(code: str) -> Told:
    """A reason, by the name of a rule, of a question, or of what could not be paid out. A question of a card that we have no words for is told by its name."""
    if code[:1].isupper():
        return Told(code, *NOT_PAID_OUT)
    return Told(code, *(REASONS.get(code) or QUESTIONS.get(code) or (code, code)))


def question_of(name: str) -> Told:
    """A question, by its name."""
    return Told(name, *QUESTIONS.get(name, (name, name)))


def choice_of(name: str, word: str) -> Told:
    """An answer to that question."""
    return Told(word, *CHOICES.get(name, {}).get(word, (word, word)))
