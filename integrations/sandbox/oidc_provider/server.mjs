// A sandbox partner of public utilities whose OpenID provider nobody here wrote: npm `oidc-provider`, with bills and payments beside it.
//
//   PORT=0 REDIRECT_URI=… CLIENT_JWKS='{"keys": […]}' node server.mjs
//
// prints "provider on http://127.0.0.1:…". The house is the client "scenebank" and shows who it is by private_key_jwt. Whoever names an account is signed in to it.
//   GET  /api/bills, POST /api/payments, GET /api/payments/{id}   as the kind public_utilities has it
//   POST /faults {"fault", "count"}   the next payments meet it: server_error, timeout_after_success, server_error_after_success, never_answers
//   GET  /books                       what was taken
// With DPOP=1 its tokens are bound to the house's key (RFC 9449), and every proof must name a nonce of the server that reads it.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { Provider } from 'oidc-provider'

const server = createServer()
await new Promise((listening) => server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', listening))
const isBound = process.env.DPOP === '1'
const origin = `http://127.0.0.1:${server.address().port}`

const signing = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid: 'signing', alg: 'ES256', use: 'sig' }

const provider = new Provider(origin, {
  clients: [
    {
      client_id: 'scenebank',
      redirect_uris: [process.env.REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'ES256',
      dpop_bound_access_tokens: isBound,
      jwks: JSON.parse(process.env.CLIENT_JWKS),
    },
  ],
  clientAuthMethods: ['private_key_jwt'],
  scopes: ['openid', 'offline_access', 'bills', 'payments'],
  jwks: { keys: [signing] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  features: { devInteractions: { enabled: true }, revocation: { enabled: true }, userinfo: { enabled: true }, dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => isBound } },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, RefreshToken: 86_400, Interaction: 600, Session: 600, Grant: 86_400 },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
})

const bills = new Map()
const payments = new Map()
const faults = []
const shown = new Set()
const nonce = randomBytes(16).toString('base64url')

function billsOf(login) {
  if (!bills.has(login)) {
    const due = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const bill = (number, amount_minor, days, status) => ({
      bill_id: `${login}-${number}`,
      account: '30217745',
      title: '供热 Heating',
      period: '2026-10',
      amount_minor,
      currency: 'CNY',
      due_on: due(days),
      status,
    })
    bills.set(login, [bill(1, 30_000, -30, 'paid'), bill(2, 21_500, 2, 'open')])
  }
  return bills.get(login)
}

const oidc = provider.callback()

server.on('request', async (request, response) => {
  const path = request.url.split('?')[0]
  if (!/^\/(api|faults|books)(\/|$)/.test(path)) return oidc(request, response)
  try {
    const [status, body, headers] = await answer(request, path, await read(request))
    // No status: nothing is said until the caller has hung up.
    if (status) response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  } catch {
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error": {"code": "malformed"}}')
  }
})

async function answer(request, path, body) {
  if (path === '/faults') return faults.push(...Array(body.count ?? 1).fill(body.fault)), [200, {}]
  if (path === '/books') return [200, { payments: [...payments.values()] }]
  const token = await provider.AccessToken.find((request.headers.authorization ?? '').replace(isBound ? /^DPoP / : /^Bearer /, ''))
  if (!token?.isValid) return [401, refusal('unauthorized')]
  if (isBound) {
    const problem = await problemOf(request, path, token)
    if (problem) return [401, refusal('unauthorized'), { 'www-authenticate': `DPoP error="${problem}", algs="ES256"`, 'dpop-nonce': nonce }]
  }
  if (path === '/api/bills') return [200, { bills: billsOf(token.accountId) }]
  if (path === '/api/payments') return pay(token.accountId, body)
  const payment = payments.get(path.replace('/api/payments/', ''))
  return payment ? [200, payment] : [404, refusal('payment_not_found')]
}

// What is wrong with the proof that came with a bound token; undefined for one that is right, which is good this once.
async function problemOf(request, path, token) {
  try {
    const { payload, protectedHeader } = await jwtVerify(request.headers.dpop ?? '', EmbeddedJWK, { algorithms: ['ES256'], typ: 'dpop+jwt', maxTokenAge: 60 })
    if (payload.nonce !== nonce) return 'use_dpop_nonce'
    const ath = createHash('sha256').update(request.headers.authorization.replace(/^DPoP /, '')).digest('base64url')
    const isRight = payload.htm === request.method && payload.htu === origin + path && payload.ath === ath && !shown.has(payload.jti)
    if (!isRight || (await calculateJwkThumbprint(protectedHeader.jwk)) !== token.jkt) return 'invalid_dpop_proof'
    shown.add(payload.jti)
  } catch {
    return 'invalid_dpop_proof'
  }
}

function pay(login, asked) {
  const fault = faults.shift()
  if (fault === 'server_error') return [500, refusal('internal')]
  if (fault === 'never_answers') return [0]
  const bill = billsOf(login).find((one) => one.bill_id === asked.bill_id)
  if (!payments.has(asked.payment_id)) {
    if (!bill) return [402, refusal('not_payable')]
    if (bill.status === 'paid') return [402, refusal('already_paid')]
    if (bill.amount_minor !== asked.amount_minor) return [402, refusal('amount_changed')]
    bill.status = 'paid'
    const number = String(payments.size + 1).padStart(8, '0')
    payments.set(asked.payment_id, {
      payment_id: asked.payment_id,
      reference: `OP${number}`,
      status: 'succeeded',
      amount_minor: asked.amount_minor,
      currency: asked.currency,
      receipt_number: `R${number}`,
      paid_at: new Date().toISOString().replace('Z', '+00:00'),
    })
  }
  if (fault === 'timeout_after_success') return [0]
  if (fault === 'server_error_after_success') return [500, refusal('internal')]
  return [200, payments.get(asked.payment_id)]
}

const refusal = (code) => ({ error: { code } })

async function read(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  const text = Buffer.concat(parts).toString()
  return text ? JSON.parse(text) : {}
}

console.log(`provider on ${origin}`)
