// graphql-sse in both of its modes: query, mutation, subscription, refusal.
import { createClient } from "graphql-sse";
import { headers, report, url } from "./report.mjs";

async function story(singleConnection) {
  const client = createClient({ url, headers, singleConnection, retryAttempts: 0 });
  const all = async (query) => {
    const seen = [];
    for await (const result of client.iterate({ query })) seen.push(result);
    return seen;
  };
  const together = await Promise.all([all("{ whoami }"), all("mutation { pay }"), all("subscription { count(to: 3) }")]);
  const endless = client.iterate({ query: "subscription { count(to: 1000, every: 0.01) }" });
  const { value } = await endless.next();
  await endless.return();
  const refused = await all("{ nope }").then(
    (results) => results[0].errors[0].extensions.code,
    (error) => error.response?.status ?? String(error),
  );
  client.dispose();
  return { together, first: value, refused };
}

report({ distinct: await story(false), single: await story(true) });
