// graphql-ws: query, mutation, refusal, subscription, and a subscription that resumes where a lost socket left it.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { authorization, report, socketUrl } from "./report.mjs";

let connections = 0;
const client = createClient({
  url: socketUrl,
  webSocketImpl: WebSocket,
  lazy: true,
  lazyCloseTimeout: 5000,
  connectionParams: { authorization },
  retryWait: () => new Promise((done) => setTimeout(done, 50)),
  on: { connected: () => { connections += 1; } },
});

async function all(request) {
  const seen = [];
  for await (const result of client.iterate(request)) seen.push(result);
  return seen;
}

const query = await all({ query: "{ whoami }" });
const mutation = await all({ query: "mutation { pay }" });
const subscription = await all({ query: "subscription { count(to: 3) }" });
const refused = await all({ query: "{ nope }" }).catch((errors) => errors.map((error) => error.extensions.code));

const variables = { since: 0 };
const resumed = [];
for await (const { data } of client.iterate({ query: "subscription Resume($since: Int!) { count(to: 6, every: 0.1, since: $since) }", variables })) {
  resumed.push(data.count);
  variables.since = data.count;
}
report({ query, mutation, subscription, refused, resumed, connections });
