"""Applications are assessed once, by the card that counts then, with consent and reasons; what is published is checked first."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domains import credit, customers
from domains.credit import (
    AnswersMissing,
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
from domains.kernel.commands import HOUSE_ID
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
    answers = read_loans()[1].answers
    async with house.database.transaction() as tx:
        first = await credit.assess_application(tx, someone.customer_id, application_id, answers)
    assert first.card_version == 1 and first.band in (Band.D, Band.E) and first.reasons
    published = await house.database.write(credit.publish_application_card, credit.PublishApplicationCardCommand(request_id=None, owner_id=HOUSE_ID, card=CARD))
    assert published.version == 2
    async with house.database.transaction() as tx:
        assert await credit.assess_application(tx, someone.customer_id, application_id, answers) == first
        later = await credit.assess_application(tx, someone.customer_id, uuid4(), {"months": 36, "home": "rent"})
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


async def _assess(house: CreditHouse, someone: customers.DevelopmentCustomer) -> None:
    async with house.database.transaction() as tx:
        await credit.assess_application(tx, someone.customer_id, uuid4(), read_loans()[0].answers)
