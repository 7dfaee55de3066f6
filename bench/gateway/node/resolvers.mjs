// The home query's resolvers for the Node servers: over maps in memory, and over PostgreSQL with one prepared statement a level.
import { readFileSync } from 'node:fs'
import DataLoader from 'dataloader'
import pg from 'pg'

const money = (amount, currency) => ({ amount, currency })

const account = (row) => ({
  id: row.id,
  currency: row.currency,
  state: row.state,
  balance: money(row.balance, row.currency),
  available: money(row.available, row.currency),
})

const movement = (row) => ({
  id: row.id,
  kind: row.kind,
  direction: row.direction,
  amount: money(row.amount, row.currency),
  balanceAfter: money(row.balance_after, row.currency),
  bookedAt: row.booked_at,
  note: row.note,
  otherId: row.other_id,
})

const offer = (row) => ({ id: row.id, title: row.title, merchant: row.merchant, price: money(row.price, row.currency), ends: row.ends })

const customer = (row) => ({
  id: row.id,
  name: row.name,
  maskedPhone: row.masked_phone,
  tier: row.tier,
  language: row.language,
  verified: row.verified,
})

const home = (row) => ({ viewer: row.id, unread: row.unread, points: row.points, customer: customer(row) })
const counterparty = (row) => ({ kind: 'customer', maskedName: row.name, maskedPhone: row.masked_phone })

function grouped(rows, key, shape) {
  const found = new Map()
  for (const row of rows) {
    const list = found.get(row[key])
    if (list === undefined) found.set(row[key], [shape(row)])
    else list.push(shape(row))
  }
  return found
}

export function memoryResolvers(world) {
  const homes = new Map(world.customer.map((row) => [row.id, home(row)]))
  const counterparties = new Map(world.customer.map((row) => [row.id, counterparty(row)]))
  const accounts = grouped(world.account, 'owner_id', account)
  const movements = grouped([...world.movement].reverse(), 'account_id', movement)
  const offers = grouped(world.offer, 'owner_id', offer)
  return {
    Query: { home: (_, __, context) => homes.get(context.viewer), catalogue: () => world.product },
    Home: { accounts: (parent) => accounts.get(parent.viewer), offers: (parent) => offers.get(parent.viewer) },
    Account: { movements: (parent, { first }) => movements.get(parent.id).slice(0, first) },
    Movement: { counterparty: (parent) => counterparties.get(parent.otherId) },
  }
}

let pool
const statements = process.env.STATEMENTS ? JSON.parse(readFileSync(process.env.STATEMENTS, 'utf8')) : {}

async function fetch(name, ...values) {
  pool ??= new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 })
  return (await pool.query({ name, text: statements[name], values })).rows
}

async function loadHomes(viewers) {
  const found = new Map((await fetch('HOME', viewers)).map((row) => [row.id, home(row)]))
  return viewers.map((id) => found.get(id))
}

async function loadAccounts(viewers) {
  const found = grouped(await fetch('ACCOUNTS', viewers), 'owner_id', account)
  return viewers.map((id) => found.get(id) ?? [])
}

async function loadMovements(ids, first) {
  const found = grouped(await fetch('MOVEMENTS', ids, first), 'account_id', movement)
  return ids.map((id) => found.get(id) ?? [])
}

async function loadCounterparties(ids) {
  const found = new Map((await fetch('COUNTERPARTIES', [...new Set(ids)])).map((row) => [row.id, counterparty(row)]))
  return ids.map((id) => found.get(id))
}

async function loadOffers(viewers) {
  const found = grouped(await fetch('OFFERS', viewers), 'owner_id', offer)
  return viewers.map((id) => found.get(id) ?? [])
}

export function postgresContext(viewer, kind) {
  if (kind === 'mercurius') return { viewer }
  return {
    viewer,
    movements: new DataLoader((asked) => loadMovements(asked.map((one) => one.id), asked[0].first), { cache: false }),
    counterparties: new DataLoader(loadCounterparties, { cache: false }),
  }
}

export function postgresResolvers(kind) {
  const roots = { Query: { home: async (_, __, context) => (await loadHomes([context.viewer]))[0], catalogue: () => [] } }
  if (kind === 'mercurius') return roots
  return {
    ...roots,
    Home: { accounts: async (parent) => (await loadAccounts([parent.viewer]))[0], offers: async (parent) => (await loadOffers([parent.viewer]))[0] },
    Account: { movements: (parent, { first }, context) => context.movements.load({ id: parent.id, first }) },
    Movement: { counterparty: (parent, _, context) => context.counterparties.load(parent.otherId) },
  }
}

// Mercurius has loaders of its own: called once a level with all parents.
export const postgresLoaders = {
  Home: {
    accounts: { loader: (queries) => loadAccounts(queries.map(({ obj }) => obj.viewer)), opts: { cache: false } },
    offers: { loader: (queries) => loadOffers(queries.map(({ obj }) => obj.viewer)), opts: { cache: false } },
  },
  Account: { movements: { loader: (queries) => loadMovements(queries.map(({ obj }) => obj.id), queries[0].params.first), opts: { cache: false } } },
  Movement: { counterparty: { loader: (queries) => loadCounterparties(queries.map(({ obj }) => obj.otherId)), opts: { cache: false } } },
}
