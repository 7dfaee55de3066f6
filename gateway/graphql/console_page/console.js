// GraphiQL over this server: answers as JSON, subscriptions as server-sent events, all on this path.
"use strict";

const WELCOME = `# Scenebank. Ctrl+Enter runs, Ctrl+Space completes.
# What needs a customer needs a token, under "Headers": {"authorization": "Bearer …"}
# \`scenebank dev customer --phone +8613900000001 --balance 100\` prints one.

query Wallets {
  wallets {
    id
    balance {
      amount
      currency
    }
  }
}
`;

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    waiting += part.value;
    for (let end = waiting.indexOf("\n\n"); end >= 0; end = waiting.indexOf("\n\n")) {
      const lines = waiting.slice(0, end).split("\n");
      waiting = waiting.slice(end + 2);
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("\n").trim();
      if (lines.some((line) => line.startsWith("event:") && line.includes("complete"))) return;
      if (data) yield JSON.parse(data);
    }
  }
}

async function fetcher(parameters, options) {
  const response = await fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, text/event-stream", ...options?.headers },
    body: JSON.stringify(parameters),
  });
  return (response.headers.get("content-type") ?? "").startsWith("text/event-stream") ? events(response.body) : response.json();
}

const root = ReactDOM.createRoot(document.getElementById("graphiql"));
root.render(React.createElement(GraphiQL, { fetcher, defaultQuery: WELCOME, shouldPersistHeaders: false, defaultEditorToolsVisibility: "headers" }));
