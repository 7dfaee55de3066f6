// A stranger's story by @apollo/client and graphql-ws: two customers sign up, one tops up and pays the other, both read their statements.
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { createClient as createSocketClient } from "graphql-ws";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import WebSocket from "ws";
import { report, socketUrl, url } from "./report.mjs";

const codesFile = process.env.ONE_TIME_CODES;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function until(look, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`it never came: ${look}`);
}

const clientOf = (token) =>
  new ApolloClient({
    link: new HttpLink({ uri: url, headers: { "accept-language": "en", ...(token ? { authorization: `Bearer ${token}` } : {}) } }),
    cache: new InMemoryCache(),
    defaultOptions: { query: { fetchPolicy: "no-cache" }, mutate: { fetchPolicy: "no-cache" } },
  });

const codeFor = (phone) =>
  until(() => {
    try {
      const lines = readFileSync(codesFile, "utf8").trim().split("\n").map(JSON.parse);
      return lines.findLast((line) => line.phone === phone)?.code;
    } catch {
      return undefined;
    }
  });

async function signUp(phone) {
  const nobody = clientOf();
  const asked = await nobody.mutate({
    mutation: gql`mutation Ask($input: RequestCodeInput!) { requestCode(input: $input) { __typename ... on Problem { message } } }`,
    variables: { input: { requestId: randomUUID(), phone } },
  });
  const signedIn = await nobody.mutate({
    mutation: gql`mutation SignIn($input: SignInInput!) {
      signIn(input: $input) { __typename ... on SignedIn { isNew tokens { accessToken refreshToken } customer { id maskedPhone } } ... on Problem { message } }
    }`,
    variables: { input: { phone, code: await codeFor(phone), deviceName: "a stranger's phone", platform: "ios" } },
  });
  const answer = signedIn.data.signIn;
  const client = clientOf(answer.tokens.accessToken);
  const opened = await client.mutate({
    mutation: gql`mutation Open($input: OpenWalletInput!) { openWallet(input: $input) { __typename ... on Problem { message } } }`,
    variables: { input: { requestId: randomUUID(), currency: "CNY" } },
  });
  return { client, token: answer.tokens.accessToken, id: answer.customer.id, seen: [asked.data.requestCode.__typename, answer.isNew, answer.customer.maskedPhone, opened.data.openWallet.__typename] };
}

const WALLETS = gql`query Wallets { wallets { id balance { amount currency }
  statement(first: 20) { nodes { kind amount { amount } balanceAfter { amount } note counterparty { maskedPhone } } pageInfo { hasNextPage } } } }`;
const statement = async ({ client }) => (await client.query({ query: WALLETS })).data.wallets[0];

const payer = await signUp(process.env.PAYER_PHONE);
const payee = await signUp(process.env.PAYEE_PHONE);

const changes = [];
const socket = createSocketClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${payee.token}` } });
const listening = (async () => {
  for await (const { data } of socket.iterate({ query: "subscription { walletChanged { cursor movement { kind amount { amount } } account { balance { amount } } } }" })) {
    changes.push({ movement: data.walletChanged.movement, account: data.walletChanged.account });
    break;
  }
})();

const requested = await payer.client.mutate({
  mutation: gql`mutation TopUp($input: TopUpInput!) { topUp(input: $input) { __typename ... on TopUp { id state } ... on Problem { message } } }`,
  variables: { input: { requestId: randomUUID(), amount: { amount: "100.00", currency: "CNY" } } },
});
const topUp = await until(async () => {
  const found = (await payer.client.query({ query: gql`query TopUp($id: ID!) { topUp(id: $id) { state } }`, variables: { id: requested.data.topUp.id } })).data.topUp;
  return found.state === "POSTED" ? found : undefined;
});

const TRANSFER = gql`mutation Transfer($input: TransferInput!) {
  transfer(input: $input) { __typename ... on Transferred { amount { amount } balanceAfter { amount } movement { note } } ... on Problem { message } }
}`;
const input = { requestId: randomUUID(), amount: { amount: "12.34", currency: "CNY" }, to: { phone: process.env.PAYEE_PHONE }, note: "noodles" };
const paid = (await payer.client.mutate({ mutation: TRANSFER, variables: { input } })).data.transfer;
const again = (await payer.client.mutate({ mutation: TRANSFER, variables: { input } })).data.transfer;
const tooMuch = (await payer.client.mutate({ mutation: TRANSFER, variables: { input: { ...input, requestId: randomUUID(), amount: { amount: "99.00", currency: "CNY" } } } })).data.transfer;

await Promise.race([listening, pause(10000)]);
report({
  signedUp: [payer.seen, payee.seen],
  topUp: [requested.data.topUp.__typename, topUp.state],
  paid,
  again: JSON.stringify(again) === JSON.stringify(paid),
  tooMuch,
  payer: await statement(payer),
  payee: await statement(payee),
  changes,
});
