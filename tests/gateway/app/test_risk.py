"""A transfer that is held, and let go by staff, over HTTP."""

from uuid import uuid4

from domains import customers, wallet
from domains.wallet import RiskConditions, RiskOutcome, RiskRule
from resolvers.permissions import Permission
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp

RELEASE = "mutation ($input: HeldTransferInput!) { releaseHeldTransfer(input: $input) { __typename ...on ReviewDecided { state } ...on Problem { message } } }"


async def publish(app: RunningApp, *rules: RiskRule) -> None:
    database = app.application.house.database
    async with database.reading() as read:
        standing = await wallet.find_rule_set(read)
    assert standing is not None
    command = wallet.PublishRiskRulesCommand(request_id=uuid4(), owner_id=uuid4(), replaces=standing.version, reason="a test", rules=rules or standing.rules)
    await database.write(wallet.publish_risk_rules, command)


async def test_a_held_transfer_is_shown_to_its_sender_and_released_by_staff_alone(app: RunningApp) -> None:
    database = app.application.house.database
    sender, target = await customer_with_money(app, 10_000_000), await customer_with_money(app)
    async with database.reading() as read:
        before = await wallet.find_rule_set(read)
    assert before is not None
    # No other test's transfer is worth as much.
    await publish(app, *before.rules, RiskRule("test", RiskOutcome.REVIEW, RiskConditions(yuan_at_least=1_999)))
    try:
        await customers.seed_pin(database.write, sender.id, "482913")
        id_ = str(uuid4())
        told = await act(app, "Transfer", sender, requestId=id_, amount=yuan("1999.50"), to={"customerId": str(target.id)}, pin="482913")
        assert (told["__typename"], told["transferId"]) == ("HeldForReview", id_)
    finally:
        await publish(app, *before.rules)
    assert (await ask_trusted(app, "HeldTransfer", sender, id=id_))["state"] == "HELD"
    input_ = {"requestId": str(uuid4()), "transferId": id_}
    (error,) = (await app.post(RELEASE, sender, input=input_)).json()["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    operator_id = await customers.create_operator(database, "王经理", [Permission.OPERATOR_RISK])
    tokens = await customers.make_operator_token(database, operator_id)
    answer = (await app.post(RELEASE, headers={"authorization": f"Bearer {tokens.access_token}"}, input=input_)).json()
    assert answer["data"]["releaseHeldTransfer"] == {"__typename": "ReviewDecided", "state": "RELEASED"}
    assert (await ask_trusted(app, "HeldTransfer", sender, id=id_))["state"] == "RELEASED"
