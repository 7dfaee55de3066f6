"""Applications are assessed once, by the card that counts then, with consent and reasons; what is published is checked first."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domains import credit, customers
from domains.credit import (
    Answered,
    AnswersMissing,
    ApplicationAnswersMalformed,
    ApplicationCard,
    Attribute,
    Band,
    Bin,
    Entitlement,
    EventKind,
    Policy,
    PolicyMalformed,
    ScorecardMalformed,
    ScoringConsentNeeded,
    Words,
    reasons_of,
    score_application,
)
from domains.credit.rules.application import check_application_card
from domains.credit.rules.entitlements import check_policy, entitlement_of
from domains.credit.rules.questions import KNOWN, answers_of, check_answers, known_of, questions_of
from domains.kernel.assets import CNY, USD
from domains.kernel.commands import HOUSE_ID
from domains.kernel.money import Amount
from gateway.training.loans import read_loans
from tests.domains.credit.credit_house import CreditHouse, event

CARD = ApplicationCard(
    base=500,
    attributes=(
        Attribute("months", (Bin(12, 30), Bin(24, 0), Bin(None, -30)), (), 5, 0),
        Attribute("home", (), (Words(("own",), 20), Words(("rent", "free"), -10)), 8, 0),
    ),
    floors=(540, 520, 500, 480),
    failing_ppm=(10_000, 50_000, 100_000, 300_000, 600_000),
)


@pytest.mark.parametrize(
    ("months", "home", "score", "band"),
    [(12, "own", 550, Band.A), (13, "own", 520, Band.B), (24, "rent", 490, Band.D), (25, "free", 460, Band.E), (12, "tent", 530, Band.B)],
)
def test_answers_bring_what_the_card_says(months: int, home: str, score: int, band: Band) -> None:
    scored = score_application(CARD, {"months": months, "home": home})
    assert (scored.score, scored.band, scored.failing_ppm) == (score, band, CARD.failing_ppm[list(Band).index(band)])


def test_reasons_are_the_answers_furthest_below_what_is_usual() -> None:
    assert [(one.attribute, one.apart) for one in reasons_of(score_application(CARD, {"months": 36, "home": "rent"}), 4)] == [("months", -35), ("home", -18)]
    assert reasons_of(score_application(CARD, {"months": 6, "home": "own"}), 4) == []


@pytest.mark.parametrize(
    ("answers", "missing"),
    [({}, ("months", "home")), ({"months": 12}, ("home",)), ({"months": "12", "home": "own"}, ("months",)), ({"months": 1, "home": 1}, ("home",))],
)
def test_a_question_that_was_not_answered_as_asked_is_told(answers: dict[str, int | str], missing: tuple[str, ...]) -> None:
    with pytest.raises(AnswersMissing) as refused:
        score_application(CARD, answers)
    assert refused.value.questions == missing


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"attributes": ()}, "attributes"),
        ({"floors": (1, 2, 3, 4)}, "floors"),
        ({"failing_ppm": (2, 1, 3, 4, 5)}, "failing_ppm"),
        ({"attributes": (Attribute("x", (), (), 0, 0),)}, "attributes.x"),
        ({"attributes": (Attribute("x", (Bin(1, 0),), (), 0, 0),)}, "attributes.x.bins"),
        ({"attributes": (Attribute("x", (), (Words(("a",), 0), Words(("a",), 1)), 0, 0),)}, "attributes.x.groups"),
        ({"attributes": (Attribute("x", (Bin(None, 1_001),), (), 0, 0),)}, "attributes.x.points"),
    ],
)
def test_an_application_card_that_cannot_be_used_is_refused(change: dict[str, object], what: str) -> None:
    with pytest.raises(ScorecardMalformed) as refused:
        check_application_card(replace(CARD, **change))  # type: ignore[arg-type]
    assert refused.value.what == what


@pytest.mark.parametrize(
    ("bands", "what"),
    [
        ((), "bands"),
        ((Entitlement(-1, 0, 0),) * 5, "A"),
        (tuple(Entitlement(place, 0, 0) for place in range(5)), "order"),
        (tuple(Entitlement(0, 0, 10 - place) for place in range(5)), "order"),
        ((Entitlement(0, 1_000_001, 0),) * 5, "A"),
    ],
)
def test_a_policy_in_which_a_worse_band_brings_more_is_refused(bands: tuple[Entitlement, ...], what: str) -> None:
    with pytest.raises(PolicyMalformed) as refused:
        check_policy(Policy(bands, Entitlement(0, 0, 0)))
    assert refused.value.what == what


def test_no_band_brings_what_the_policy_says_of_it() -> None:
    policy = Policy((Entitlement(5, 0, 0),) * 5, Entitlement(1, 0, 0))
    assert (entitlement_of(policy, None).limit_minor, entitlement_of(policy, Band.E).limit_minor) == (1, 5)


async def test_an_application_is_assessed_once_by_the_card_that_counted_then(house: CreditHouse) -> None:
    someone, application_id = await house.customer(), uuid4()
    answered = told(read_loans()[1].answers)
    async with house.database.transaction() as tx:
        first = await credit.assess_application(tx, someone.customer_id, application_id, answered)
    assert first is not None and first.card_version == 1 and first.band in (Band.D, Band.E) and first.reasons
    published = await house.database.write(credit.publish_application_card, credit.PublishApplicationCardCommand(request_id=None, owner_id=HOUSE_ID, card=CARD))
    assert published.version == 2
    async with house.database.transaction() as tx:
        assert await credit.assess_application(tx, someone.customer_id, application_id, answered) == first
        later = await credit.assess_application(tx, someone.customer_id, uuid4(), Answered(2, {"months": 36, "home": "rent"}, Amount(0, CNY), 0))
    assert later is not None
    assert (later.card_version, later.band, later.reasons) == (2, Band.E, ("months", "home"))
    assert not any("score" in name for name in later._fields)


async def test_nobody_is_assessed_without_consent_or_after_it_was_withdrawn(house: CreditHouse) -> None:
    silent, someone = await house.customer(consents=False), await house.customer()
    await house.withdraw(someone)
    for one in (silent, someone):
        with pytest.raises(ScoringConsentNeeded):
            await _assess(house, one)
    async with house.database.reading() as read:
        assert await read.fetchval("SELECT count(*) FROM credit_assessment") == 0


async def test_another_scene_card_counts_for_everybody_within_the_next_run(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.good_year(someone)
    await house.compute()
    card = credit.SceneCard(0, (credit.FeatureBins(credit.Feature.PAID, (Bin(None, 0),)),), (4, 3, 2, 1), 1)
    await house.database.write(credit.publish_scene_card, credit.PublishSceneCardCommand(request_id=None, owner_id=HOUSE_ID, card=card))
    await house.compute()
    assert await house.band(someone) is Band.E
    async with house.database.reading() as read:
        row = await read.fetchrow("SELECT band, previous, cause, card_version FROM credit_band_change WHERE number = 2")
    assert tuple(row) == ("E", "A", "scorecard", 2)


async def test_another_policy_counts_at_once(house: CreditHouse) -> None:
    someone = await house.customer()
    await house.record(event(someone, EventKind.PAID))
    policy = Policy((Entitlement(7, 6, 5),) * 5, Entitlement(3, 2, 1))
    await house.database.write(credit.publish_policy, credit.PublishPolicyCommand(request_id=None, owner_id=HOUSE_ID, policy=policy))
    async with house.database.reading() as read:
        (brings,) = await credit.find_entitlements(read, [someone.customer_id])
    assert (brings.version, brings.limit.minor, brings.deposit_ppm, brings.rate_ppm) == (2, 3, 2, 1)


def told(answers: dict[str, int | str]) -> Answered:
    """As an applicant and their lender tell what a loan of the data says, by the first version of the card."""
    asked = {name: answer for name, answer in answers.items() if name not in KNOWN}
    return Answered(1, asked, Amount(500 * int(answers["credit_amount"]), CNY), int(answers["duration_in_month"]))


async def _assess(house: CreditHouse, someone: customers.DevelopmentCustomer) -> None:
    async with house.database.transaction() as tx:
        await credit.assess_application(tx, someone.customer_id, uuid4(), told(read_loans()[0].answers))


def test_the_questions_are_the_cards_own_and_their_choices_tell_nothing_of_what_they_bring() -> None:
    card = replace(CARD, attributes=(*CARD.attributes, Attribute("credit_amount", (Bin(None, 0),), (), 0, 0)))
    assert questions_of(card) == (("months", ()), ("home", ("free", "own", "rent")))


def test_the_card_is_told_the_loan_in_its_own_measure() -> None:
    card = replace(CARD, unit_minor=500)
    assert known_of(card, Amount(1_200_499, CNY), 12) == {"duration_in_month": 12, "credit_amount": 2400}
    assert known_of(card, Amount(1_200_000, USD), 12) is None


@pytest.mark.parametrize(
    ("answers", "refusal", "questions"),
    [
        ({"months": 12}, AnswersMissing, ("home",)),
        ({"months": 12, "home": "tent"}, ApplicationAnswersMalformed, ("home",)),
        ({"months": 12, "home": 3}, ApplicationAnswersMalformed, ("home",)),
        ({"months": "12", "home": "own"}, ApplicationAnswersMalformed, ("months",)),
        ({"months": -1, "home": "own"}, ApplicationAnswersMalformed, ("months",)),
        ({"months": 1_000_001, "home": "own"}, ApplicationAnswersMalformed, ("months",)),
        ({"months": True, "home": "own"}, ApplicationAnswersMalformed, ("months",)),
        ({"months": 12, "home": "own", "sex": "male"}, ApplicationAnswersMalformed, ("sex",)),
        ({"months": 12, "home": "own", "credit_amount": 1}, ApplicationAnswersMalformed, ("credit_amount",)),
    ],
)
def test_answers_that_the_card_cannot_weigh_are_refused(answers: dict[str, int | str], refusal: type[Exception], questions: tuple[str, ...]) -> None:
    with pytest.raises(refusal) as refused:
        check_answers(CARD, answers)
    assert refused.value.questions == questions  # type: ignore[attr-defined]


def test_a_question_is_answered_once_and_by_something() -> None:
    assert answers_of([("months", 12), ("home", "own")]) == {"months": 12, "home": "own"}
    with pytest.raises(ApplicationAnswersMalformed) as refused:
        answers_of([("months", 12), ("months", 6), ("home", None)])
    assert refused.value.questions == ("home", "months")


async def test_what_is_asked_changes_with_the_card_and_an_application_keeps_its_version(house: CreditHouse) -> None:
    someone, answered = await house.customer(), told(read_loans()[0].answers)
    async with house.database.reading() as read:
        asked = await credit.find_questionnaire(read)
    assert asked.version == 1 and [one.name for one in asked.questions][:2] == ["status_of_existing_checking_account", "credit_history"]
    await house.database.write(credit.publish_application_card, credit.PublishApplicationCardCommand(request_id=None, owner_id=HOUSE_ID, card=CARD))
    async with house.database.transaction() as tx:
        with pytest.raises(credit.QuestionsChanged) as refused:
            await credit.check_answered(tx, 1, answered.answers)
        found = await credit.assess_application(tx, someone.customer_id, uuid4(), answered)
        unknown = await credit.assess_application(tx, someone.customer_id, uuid4(), answered._replace(amount=Amount(1, USD)))
    assert refused.value.version == 2
    assert found is not None and (found.card_version, found.band, unknown) == (1, Band.A, None)
