"""The customers' mutations, gathered."""

import strawberry

from resolvers.customers.identities import link_identity, sign_in_with_mini_program, sign_in_with_ticket, sign_up_with_mini_program, unlink_identity
from resolvers.customers.mergers import collect_funds, decide_merger, propose_merger
from resolvers.customers.operators import require_app_version
from resolvers.customers.profile import (
    change_pin,
    grant_consent,
    register_push_token,
    reset_pin,
    set_language,
    set_pin,
    verify_identity,
    withdraw_consent,
)
from resolvers.customers.sign_in import refresh_tokens, request_code, revoke_device, revoke_session, sign_in, sign_out


@strawberry.type
class Mutation:
    request_code = request_code
    sign_in = sign_in
    sign_in_with_mini_program = sign_in_with_mini_program
    sign_in_with_ticket = sign_in_with_ticket
    sign_up_with_mini_program = sign_up_with_mini_program
    link_identity = link_identity
    unlink_identity = unlink_identity
    refresh_tokens = refresh_tokens
    sign_out = sign_out
    revoke_session = revoke_session
    revoke_device = revoke_device
    set_pin = set_pin
    change_pin = change_pin
    reset_pin = reset_pin
    verify_identity = verify_identity
    grant_consent = grant_consent
    withdraw_consent = withdraw_consent
    register_push_token = register_push_token
    set_language = set_language
    require_app_version = require_app_version
    propose_merger = propose_merger
    decide_merger = decide_merger
    collect_funds = collect_funds
