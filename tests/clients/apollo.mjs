// @apollo/client: query, mutation, persisted document id, multipart subscription over HTTP, subscription over graphql-ws.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient as createSocketClient } from "graphql-ws";
import WebSocket from "ws";
import { authorization, headers, report, socketUrl, url } from "./report.mjs";

const collect = (client) =>
  new Promise((done, fail) => {
    const seen = [];
    const timer = setTimeout(() => fail(new Error(`no end: ${JSON.stringify(seen)}`)), 5000);
    client.subscribe({ query: gql`subscription { count(to: 3) }` }).subscribe({
      next: (result) => seen.push(result.data ?? String(result.error)),
      error: fail,
      complete: () => {
        clearTimeout(timer);
        done(seen);
      },
    });
  });

const http = new HttpLink({ uri: url, headers });
const client = new ApolloClient({ link: ApolloLink.from([http]), cache: new InMemoryCache(), defaultOptions: { query: { fetchPolicy: "no-cache" } } });
const query = (await client.query({ query: gql`{ whoami }` })).data;
const mutation = (await client.mutate({ mutation: gql`mutation { pay }` })).data;
const refused = await client.query({ query: gql`{ nope }` }).catch((error) => (error.errors ?? []).map((each) => each.extensions.code));
const partial = (await client.query({ query: gql`{ forbidden }`, errorPolicy: "all" })).error.errors.map((each) => each.extensions.code);
const multipart = await collect(client);

const socket = createSocketClient({ url: socketUrl, webSocketImpl: WebSocket, connectionParams: { authorization } });
const socketed = await collect(new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() }));
report({ query, mutation, refused, partial, multipart, socketed });
