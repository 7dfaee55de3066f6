// @urql/core: query and mutation over HTTP, subscriptions over fetch (SSE or multipart, as the server offers) and over graphql-ws.
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient as createSocketClient } from "graphql-ws";
import WebSocket from "ws";
import { authorization, headers, report, socketUrl, url } from "./report.mjs";

const collect = (client, query) =>
  new Promise((done, fail) => {
    const seen = [];
    const timer = setTimeout(() => fail(new Error(`no end of ${query}: ${JSON.stringify(seen)}`)), 5000);
    const { unsubscribe } = client.subscription(query, {}).subscribe((result) => {
      seen.push(result.data ?? String(result.error));
      if (seen.length === 3) {
        clearTimeout(timer);
        setTimeout(() => unsubscribe());
        done([...seen]);
      }
    });
  });

const overFetch = new Client({ url, fetchOptions: { headers }, preferGetMethod: false, exchanges: [fetchExchange], fetchSubscriptions: true });
const query = (await overFetch.query("{ whoami }", {}).toPromise()).data;
const byGet = (await overFetch.query("{ hello }", {}, { preferGetMethod: "force" }).toPromise()).data;
const mutation = (await overFetch.mutation("mutation { pay }", {}).toPromise()).data;
const refused = (await overFetch.query("{ nope }", {}).toPromise()).error.graphQLErrors.map((error) => error.extensions.code);
const fetched = await collect(overFetch, "subscription { count(to: 3) }");

const socket = createSocketClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: { authorization } });
const overSocket = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    subscriptionExchange({
      forwardSubscription: (request) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ ...request, query: request.query ?? "" }, sink) }),
      }),
    }),
  ],
});
const socketed = await collect(overSocket, "subscription { count(to: 3) }");
report({ query, byGet, mutation, refused, fetched, socketed });
