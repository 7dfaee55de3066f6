// What the scripts of partners' clients share: what they are given, and how they talk with the test that plays the customer.
import { createInterface } from 'node:readline'

export const given = JSON.parse(process.env.PARTNER)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

// Show the address that the customer's browser is to open, and wait for the one that it was sent back to.
export async function asked(address) {
  console.log(JSON.stringify({ open: address }))
  return (await lines.next()).value
}

// The last word: what was seen.
export function told(seen) {
  console.log(JSON.stringify(seen))
  process.exit(0)
}
