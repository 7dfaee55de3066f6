// What a partner does with a token that moves money: pays, repeats the payment, asks for more than the consent gives, and looks.
import { given } from './partner.mjs'

export const address = `${given.issuer}/graphql`
const PAY = `mutation ($input: InitiatePaymentInput!) { initiatePayment(input: $input) { __typename ... on PaymentInitiation { id orderId state amount { amount } } } }`
const STATUS = `query ($id: ID!) { paymentInitiation(id: $id) { state amount { amount } } consentedAccounts { balance { amount } } }`

// `ask` sends a body to the schema's address by the library's means.
export async function pay(ask) {
  const initiate = async (orderId, amount, requestId) => {
    const input = { requestId, orderId, payeeId: given.payeeId, amount: { amount, currency: 'CNY' } }
    return (await ask({ query: PAY, variables: { input } })).data.initiatePayment
  }
  const id = crypto.randomUUID()
  const first = await initiate('order-1', '128.00', id)
  const repeated = await initiate('order-1', '128.00', id)
  const over = await initiate('order-2', '200.01', crypto.randomUUID())
  return { id, state: first.state, isSameAgain: JSON.stringify(first) === JSON.stringify(repeated), over: over.__typename }
}

// How the payment stands, and what is left in the account.
export async function look(ask, id) {
  const { data } = await ask({ query: STATUS, variables: { id } })
  return `${data.paymentInitiation.state} ${data.paymentInitiation.amount.amount}, ${data.consentedAccounts[0].balance.amount} left`
}
