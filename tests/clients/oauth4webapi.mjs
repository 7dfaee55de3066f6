// npm oauth4webapi, step by step: every answer is checked by the library, and the nonce is learnt from the refusal.
import * as oauth from 'oauth4webapi'
import { address as schema, look, pay } from './money.mjs'
import { asked, told, given } from './partner.mjs'

const insecure = { [oauth.allowInsecureRequests]: true }
const issuer = new URL(given.issuer)
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }))
const key = await crypto.subtle.importKey('jwk', given.jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
const client = { client_id: given.clientId, id_token_signed_response_alg: 'ES256' }
const proved = oauth.PrivateKeyJwt({ key, kid: '1' })
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))
let nonces = 0

// Ask, and once more when a nonce was demanded.
async function ask(request, process) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await process(await request())
    } catch (error) {
      if (attempt > 0 || !oauth.isDPoPNonceError(error)) throw error
      nonces += 1
    }
  }
}

const verifier = oauth.generateRandomCodeVerifier()
const state = oauth.generateRandomState()
const nonce = oauth.generateRandomNonce()
const parameters = new URLSearchParams({
  response_type: 'code',
  redirect_uri: given.redirect,
  scope: given.scope,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
})
const pushed = await ask(
  () => oauth.pushedAuthorizationRequest(as, client, proved, parameters, { DPoP, ...insecure }),
  (response) => oauth.processPushedAuthorizationResponse(as, client, response),
)
const address = new URL(as.authorization_endpoint)
address.searchParams.set('client_id', given.clientId)
address.searchParams.set('request_uri', pushed.request_uri)
const back = oauth.validateAuthResponse(as, client, new URL(await asked(address.href)), state)
const tokens = await ask(
  () => oauth.authorizationCodeGrantRequest(as, client, proved, back, given.redirect, verifier, { DPoP, ...insecure }),
  (response) => oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true }),
)
const subject = oauth.getValidatedIdTokenClaims(tokens).sub
const headers = new Headers({ 'content-type': 'application/json', accept: 'application/graphql-response+json' })
const asking = (token) => async (body) => {
  const response = await oauth.protectedResourceRequest(token, 'POST', new URL(schema), headers, JSON.stringify(body), { DPoP, ...insecure })
  return response.json()
}
const paid = await pay(asking(tokens.access_token))
const refreshed = await ask(
  () => oauth.refreshTokenGrantRequest(as, client, proved, tokens.refresh_token, { DPoP, ...insecure }),
  (response) => oauth.processRefreshTokenResponse(as, client, response),
)
const info = await ask(
  () => oauth.userInfoRequest(as, client, refreshed.access_token, { DPoP, ...insecure }),
  (response) => oauth.processUserInfoResponse(as, client, subject, response),
)
const seen = await look(asking(refreshed.access_token), paid.id)
const introspect = async (token) =>
  oauth.processIntrospectionResponse(as, client, await oauth.introspectionRequest(as, client, proved, token, insecure))
const before = await introspect(refreshed.access_token)
await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, proved, refreshed.access_token, insecure))
const after = await introspect(refreshed.access_token)
const refused = await asking(refreshed.access_token)({ query: '{ profile { subject } }' }).catch((error) => error.status)
const own = await ask(
  () => oauth.clientCredentialsGrantRequest(as, client, proved, new URLSearchParams({ scope: 'orders.write' }), { DPoP, ...insecure }),
  (response) => oauth.processClientCredentialsResponse(as, client, response),
)
told({
  type: tokens.token_type,
  lives: pushed.expires_in,
  noncesLearnt: nonces,
  isSameSubject: info.sub === subject,
  state: paid.state,
  isSameAgain: paid.isSameAgain,
  over: paid.over,
  seen,
  before: before.active,
  after: after.active,
  refused,
  own: own.scope,
})
