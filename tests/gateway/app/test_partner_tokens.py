"""Partners' access tokens at /graphql: bound, for this audience, looked at anew with every request, and good for the fields of their scopes alone."""

from datetime import timedelta
from uuid import uuid4

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from tests.domains.scenes.consenting import a_client, revoke
from tests.gateway.app.partners import PartnerProgram, a_program, clients_token, customers_token, person_of
from tests.gateway.app.proofs import DeviceKey
from tests.gateway.app.running import RunningApp

PROFILE = "{ profile { subject isVerified maskedName name maskedPhone phone } }"
ACCOUNTS = "{ consentedAccounts { id currency balance { amount } available { amount } } }"
SUBJECT = "{ profile { subject } }"
PAY = """mutation ($input: InitiatePaymentInput!) { initiatePayment(input: $input) { __typename ... on PaymentInitiation { id orderId state amount { amount }
    refunded { amount } } ... on Problem { message } } }"""
ORDER = "query ($id: String!) { orderPayment(orderId: $id) { id state refunded { amount } } }"
STATUS = "query ($id: ID!) { paymentInitiation(id: $id) { id orderId state amount { amount currency } } }"


async def test_a_customer_is_masked_unless_they_said_otherwise_and_another_to_each_partner(app: RunningApp) -> None:
    program, customer = await a_program(app, minor=12_345)
    seen = (await program.ask(PROFILE))["profile"]
    assert (seen["maskedPhone"], seen["phone"], seen["name"], seen["isVerified"]) == (f"{customer.phone[3:6]}****{customer.phone[10:]}", None, None, False)
    assert seen["subject"] == str(scenes.pairwise_id(program.partner.id, customer.id)) != str(customer.id)
    (account,) = (await program.ask(ACCOUNTS))["consentedAccounts"]
    assert (account["currency"], account["balance"], account["available"]) == ("CNY", {"amount": "123.45"}, {"amount": "123.45"})
    other, _ = await a_program(app, customer=customer, open_claims=("phone_number",))
    theirs = (await other.ask(PROFILE))["profile"]
    assert (theirs["phone"], theirs["name"]) == (customer.phone, None)
    assert theirs["subject"] != seen["subject"]
    assert (await other.ask(ACCOUNTS))["consentedAccounts"][0]["id"] != account["id"]


async def test_a_payment_is_made_looked_at_and_repeated_over_http(app: RunningApp) -> None:
    program, _ = await a_program(app, minor=50_000)
    input_ = {"requestId": str(uuid4()), "orderId": "A-4711", "payeeId": str(program.partner.payee_id), "amount": {"amount": "128.00", "currency": "CNY"}}
    for _ in range(2):
        made = (await program.ask(PAY, input=input_))["initiatePayment"]
        assert made == {
            "__typename": "PaymentInitiation",
            "id": input_["requestId"],
            "orderId": "A-4711",
            "state": "PAID",
            "amount": {"amount": "128.00"},
            "refunded": {"amount": "0.00"},
        }
    assert (await program.ask(ACCOUNTS))["consentedAccounts"][0]["balance"] == {"amount": "372.00"}
    seen = (await program.ask(STATUS, id=input_["requestId"]))["paymentInitiation"]
    assert seen == {"id": input_["requestId"], "orderId": "A-4711", "state": "PAID", "amount": {"amount": "128.00", "currency": "CNY"}}
    stranger, _ = await a_program(app)
    assert (await stranger.ask(STATUS, id=input_["requestId"]))["paymentInitiation"] is None
    same_partner, _ = await a_program(app, partner=program.partner)
    assert (await same_partner.ask(STATUS, id=input_["requestId"]))["paymentInitiation"] is None


async def test_an_order_is_looked_at_by_the_partners_own_id_with_its_own_token_or_the_payers(app: RunningApp) -> None:
    order_id = f"A-{uuid4()}"
    program, customer = await a_program(app, minor=50_000, scopes=("payments.write", "orders.read"))
    input_ = {"requestId": str(uuid4()), "orderId": order_id, "payeeId": str(program.partner.payee_id), "amount": {"amount": "128.00", "currency": "CNY"}}
    await program.ask(PAY, input=input_)
    own = PartnerProgram(app, program.partner, None, await clients_token(app, program.partner.client_id, program.key, ("orders.read",)), program.key)
    for asking in (program, own):
        assert (await asking.ask(ORDER, id=order_id))["orderPayment"] == {"id": input_["requestId"], "state": "PAID", "refunded": {"amount": "0.00"}}
        assert (await asking.ask(ORDER, id=order_id.lower()))["orderPayment"] is None
    others_customer, _ = await a_program(app, partner=program.partner, scopes=("orders.read",))
    other_partner, _ = await a_program(app, customer=customer, scopes=("orders.read",))
    for asking in (others_customer, other_partner):
        assert (await asking.ask(ORDER, id=order_id))["orderPayment"] is None
    blind, _ = await a_program(app, scopes=("payments.write",))
    assert await blind.refused(ORDER, id=order_id) == (403, "FORBIDDEN")


async def test_refusals_tell_nothing_of_what_the_customer_has(app: RunningApp) -> None:
    program, _ = await a_program(app, minor=100)
    input_ = {"requestId": str(uuid4()), "orderId": "A", "payeeId": str(program.partner.payee_id), "amount": {"amount": "128.00", "currency": "CNY"}}
    told = (await program.ask(PAY, input=input_))["initiatePayment"]
    assert told == {"__typename": "PayerFundsInsufficient", "message": "The customer does not have enough money."}
    over = input_ | {"requestId": str(uuid4()), "amount": {"amount": "1000.01", "currency": "CNY"}}
    told = (await program.ask(PAY, input=over))["initiatePayment"]
    assert told == {"__typename": "CapExceeded", "message": "This is over the consent's cap of 1000.00 CNY. 1000.00 CNY is left."}


async def test_the_token_is_refused_without_its_proof_as_bearer_with_another_key_and_replayed(app: RunningApp) -> None:
    program, _ = await a_program(app)
    address = f"{app.application.settings.origin}/graphql"
    for proof, scheme in [
        ("", "DPoP"),
        ("", "Bearer"),
        (program.key.proof(address, program.token), "Bearer"),
        (DeviceKey().proof(address, program.token), "DPoP"),
        (program.key.proof(address, program.token + "x"), "DPoP"),
        (program.key.proof(address), "DPoP"),
        (program.key.proof(address, program.token, method="GET"), "DPoP"),
        (program.key.proof(f"{app.application.settings.origin}/other", program.token), "DPoP"),
        ("not.a.proof", "DPoP"),
    ]:
        response = await PartnerProgram(app, program.partner, program.consent, program.token, program.key, scheme).post(SUBJECT, proof=proof)
        assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED"), (proof[:20], scheme)
        assert response.headers["www-authenticate"].startswith("DPoP error=")
    proof = program.key.proof(address, program.token)
    assert (await program.post(SUBJECT, proof=proof)).status_code == 200
    assert (await program.post(SUBJECT, proof=proof)).status_code == 401


async def test_a_token_of_another_issuer_or_that_has_expired_is_refused(app: RunningApp) -> None:
    program, _ = await a_program(app)
    assert program.consent is not None
    now = app.application.house.database.clock.now()
    for changed in ({"issuer": "https://elsewhere.example"}, {"now": now - timedelta(minutes=11)}):
        token = await customers_token(app, program.consent, program.key, **changed)
        assert await PartnerProgram(app, program.partner, program.consent, token, program.key).refused(SUBJECT) == (401, "UNAUTHENTICATED")


async def test_a_bound_token_altered_in_any_part_is_refused(app: RunningApp) -> None:
    program, _ = await a_program(app)
    head, body, signature = program.token.split(".")
    for token in (f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-3]}AAA.{signature}", f"{head}.{body}.", f"{head}.{body}"):
        response = await PartnerProgram(app, program.partner, program.consent, token, program.key).post(SUBJECT)
        assert response.status_code == 401


async def test_what_stands_behind_a_token_is_looked_at_with_every_request(app: RunningApp) -> None:
    database = app.application.house.database
    program, customer = await a_program(app)
    assert program.consent is not None
    await program.ask(SUBJECT)
    await revoke(database, person_of(customer), program.consent.id)
    assert await program.refused(SUBJECT) == (401, "UNAUTHENTICATED")
    # A family that was revoked, and one token of another.
    program, customer = await a_program(app)
    assert program.consent is not None
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_token_family SET revoked_at = $2, reason = 'test' WHERE consent_id = $1", program.consent.id, tx.now)
    assert await program.refused(SUBJECT) == (401, "UNAUTHENTICATED")
    jti = uuid4()
    program = PartnerProgram(app, program.partner, program.consent, await customers_token(app, program.consent, program.key, jti=jti), program.key)
    await program.ask(SUBJECT)
    command = scenes.RevokeTokenCommand(
        request_id=None, owner_id=program.partner.id, client_id=program.partner.client_id, jti=jti, expires_at=database.clock.now() + timedelta(minutes=10)
    )
    await database.write(scenes.revoke_partner_token, command)
    assert await program.refused(SUBJECT) == (401, "UNAUTHENTICATED")
    # A client that was removed.
    program, customer = await a_program(app)
    removal = scenes.ClientCommand(request_id=None, owner_id=HOUSE_ID, client_id=program.partner.client_id, partner_id=program.partner.id)
    await database.write(scenes.remove_client, removal)
    assert await program.refused(SUBJECT) == (401, "UNAUTHENTICATED")


async def test_a_narrowed_consent_takes_the_field_away_from_a_token_that_still_names_its_scope(app: RunningApp) -> None:
    program, customer = await a_program(app)
    assert program.consent is not None
    command = scenes.NarrowConsentCommand(
        request_id=uuid4(),
        owner_id=customer.id,
        session_id=customer.session_id,
        consent_id=program.consent.id,
        narrowing=scenes.Narrowing(scopes=("payments.read", "profile")),
    )
    await program.ask(ACCOUNTS)
    await app.application.house.database.write(scenes.narrow_consent, command)
    assert await program.refused(ACCOUNTS) == (403, "FORBIDDEN")
    await program.ask(SUBJECT)


async def test_a_token_with_fewer_scopes_than_its_consent_sees_only_those(app: RunningApp) -> None:
    program, _ = await a_program(app)
    assert program.consent is not None
    token = await customers_token(app, program.consent, program.key, scopes=("profile",))
    less = PartnerProgram(app, program.partner, program.consent, token, program.key)
    await less.ask("{ profile { maskedName } }")
    response = await less.post("{ profile { maskedName phone } }")
    assert response.status_code == 403
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "FORBIDDEN", "field": "PartnerProfile.phone", "scopes": ["phone"]}
    assert "PartnerProfile.phone needs the scope phone" in error["message"]


async def test_a_token_that_is_bound_to_no_key_comes_as_bearer_and_moves_no_money(app: RunningApp) -> None:
    program, customer = await a_program(app, scopes=("profile",))
    assert program.consent is not None
    reading = PartnerProgram(app, program.partner, program.consent, await customers_token(app, program.consent, None), program.key, "Bearer")
    assert (await reading.post(SUBJECT, headers={"dpop": ""})).status_code == 200
    paying, _ = await a_program(app, customer=customer)
    assert paying.consent is not None
    bearer = PartnerProgram(app, paying.partner, paying.consent, await customers_token(app, paying.consent, None), paying.key, "Bearer")
    assert (await bearer.post(SUBJECT, headers={"dpop": ""})).status_code == 401


async def test_a_clients_own_token_has_no_customer_and_no_customers_scope(app: RunningApp) -> None:
    program, _ = await a_program(app)
    token = await clients_token(app, program.partner.client_id, program.key, ("profile", "payments.write", "orders.read"))
    own = PartnerProgram(app, program.partner, None, token, program.key)
    for query in (PROFILE, ACCOUNTS):
        assert await own.refused(query) == (403, "FORBIDDEN")
    stranger = await clients_token(app, uuid4(), program.key, ("orders.read",))
    assert await PartnerProgram(app, program.partner, None, stranger, program.key).refused(SUBJECT) == (401, "UNAUTHENTICATED")


async def test_a_token_names_the_consent_of_its_own_client(app: RunningApp) -> None:
    program, _ = await a_program(app)
    other = await a_client(app.application.house.database, program.partner.id)
    assert program.consent is not None
    stolen = scenes.PartnerConsent(
        *(program.consent.id, program.consent.customer_id, program.partner.id, other.id, "", program.consent.terms, 1, program.consent.granted_at, None)
    )
    token = await customers_token(app, stolen, program.key)
    assert await PartnerProgram(app, program.partner, stolen, token, program.key).refused(SUBJECT) == (401, "UNAUTHENTICATED")
