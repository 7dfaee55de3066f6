// Composes the subgraphs named in the arguments (name=url=file) and asks the supergraph what GRAPHQL_QUERY says, as one JSON object on the last line.
import { readFileSync } from "node:fs";
import { composeServices } from "@theguild/federation-composition";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { buildSchema, parse } from "graphql";

const subgraphs = process.argv.slice(2).map((each) => {
  const [name, url, file] = each.split("=");
  return { name, url, typeDefs: parse(readFileSync(file, "utf8")) };
});
const composed = composeServices(subgraphs);
const errors = (composed.errors ?? []).map((error) => error.message);
if (errors.length > 0 || !process.env.GRAPHQL_QUERY) {
  const roots = errors.length > 0 ? [] : Object.keys(buildSchema(composed.publicSdl).getQueryType().getFields());
  console.log(JSON.stringify({ errors, roots }));
  process.exit();
}

const asked = [];
const gateway = createGatewayRuntime({
  supergraph: composed.supergraphSdl,
  logging: false,
  propagateHeaders: { fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get("authorization") }) },
  plugins: () => [{ onSubgraphExecute: ({ subgraphName }) => void asked.push(subgraphName) }],
});
const response = await gateway.fetch("http://127.0.0.1/graphql", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: process.env.GRAPHQL_AUTHORIZATION },
  body: JSON.stringify({ query: process.env.GRAPHQL_QUERY }),
});
const answer = await response.json();
await gateway[Symbol.asyncDispose]();
console.log(JSON.stringify({ errors, answer, asked: [...new Set(asked)].sort() }));
process.exit();
