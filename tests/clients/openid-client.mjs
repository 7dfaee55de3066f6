// npm openid-client goes the whole way of a client that moves money: PAR, PKCE, private_key_jwt, DPoP with nonces, a payment,
// refresh, introspection, revocation.
import * as client from 'openid-client'
import { address as schema, look, pay } from './money.mjs'
import { asked, told, given } from './partner.mjs'

const key = await crypto.subtle.importKey('jwk', given.jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
const metadata = { id_token_signed_response_alg: 'ES256' }
const options = { execute: [client.allowInsecureRequests] }
const config = await client.discovery(new URL(given.issuer), given.clientId, metadata, client.PrivateKeyJwt({ key, kid: '1' }), options)
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))

const verifier = client.randomPKCECodeVerifier()
const state = client.randomState()
const nonce = client.randomNonce()
const address = await client.buildAuthorizationUrlWithPAR(
  config,
  {
    redirect_uri: given.redirect,
    scope: given.scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  },
  { DPoP },
)
const back = new URL(await asked(address.href))
const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP })
const subject = tokens.claims().sub
const info = await client.fetchUserInfo(config, tokens.access_token, subject, { DPoP })
const asking = (token) => async (body) => {
  const headers = new Headers({ 'content-type': 'application/json', accept: 'application/graphql-response+json' })
  return (await client.fetchProtectedResource(config, token, new URL(schema), 'POST', JSON.stringify(body), headers, { DPoP })).json()
}
const paid = await pay(asking(tokens.access_token))
const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP })
const seen = await look(asking(refreshed.access_token), paid.id)
const before = await client.tokenIntrospection(config, refreshed.access_token)
await client.tokenRevocation(config, refreshed.refresh_token)
const after = await client.tokenIntrospection(config, refreshed.access_token)
const refused = await asking(refreshed.access_token)({ query: '{ profile { subject } }' }).catch((error) => error.status)
told({
  parameters: [...address.searchParams.keys()].sort(),
  type: tokens.token_type,
  scope: tokens.scope,
  isSameSubject: info.sub === subject && before.sub === subject,
  isSameRefreshToken: refreshed.refresh_token === tokens.refresh_token,
  state: paid.state,
  isSameAgain: paid.isSameAgain,
  over: paid.over,
  seen,
  before: before.active,
  after: after.active,
  refused,
})
