"use strict";

const byId = (id) => document.getElementById(id);
const SCHEMA_QUERY = `{ __schema { types { kind name description
  fields { name description args { name type { ...T } } type { ...T } }
  inputFields { name description type { ...T } } enumValues { name description } possibleTypes { name } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;
let stopping = null;

const jsonOf = (id) => (byId(id).value.trim() ? JSON.parse(byId(id).value) : {});

async function ask(request, signal) {
  return fetch(location.pathname, {
    method: "POST",
    headers: { ...jsonOf("headers"), "content-type": "application/json", accept: "application/graphql-response+json, text/event-stream;q=0.9" },
    body: JSON.stringify(request),
    signal,
  });
}

async function run() {
  stopping = new AbortController();
  byId("run").disabled = true;
  byId("stop").disabled = false;
  const started = performance.now();
  try {
    const answer = await ask({ query: byId("query").value, variables: jsonOf("variables") }, stopping.signal);
    byId("status").textContent = `${answer.status} · ${Math.round(performance.now() - started)} ms · ${answer.headers.get("x-request-id")}`;
    if (answer.headers.get("content-type").startsWith("text/event-stream")) await showEvents(answer);
    else byId("answer").textContent = JSON.stringify(await answer.json(), null, 2);
  } catch (error) {
    byId("status").textContent = error.name === "AbortError" ? "stopped" : String(error);
  } finally {
    byId("run").disabled = false;
    byId("stop").disabled = true;
  }
}

async function showEvents(answer) {
  byId("answer").textContent = "";
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.match(/^event: next\ndata: (.*)$/s);
      if (data) byId("answer").prepend(`${new Date().toLocaleTimeString()}\n${JSON.stringify(JSON.parse(data[1]), null, 2)}\n\n`);
    }
  }
}

const typeName = (type) => (type.kind === "NON_NULL" ? `${typeName(type.ofType)}!` : type.kind === "LIST" ? `[${typeName(type.ofType)}]` : type.name);

function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

function describe(member) {
  const args = member.args?.length ? `(${member.args.map((arg) => `${arg.name}: ${typeName(arg.type)}`).join(", ")})` : "";
  const line = element("p", `${member.name}${args}${member.type ? `: ${typeName(member.type)}` : ""} `);
  if (member.description) line.append(element("small", member.description));
  return line;
}

async function showSchema() {
  const answer = await (await ask({ query: SCHEMA_QUERY })).json();
  if (!answer.data) {
    byId("schema").textContent = answer.errors[0].message;
    return;
  }
  for (const type of answer.data.__schema.types.filter((each) => !each.name.startsWith("__"))) {
    const members = type.fields ?? type.inputFields ?? type.enumValues ?? type.possibleTypes ?? [];
    const details = element("details", element("summary", `${type.name} `, element("small", type.kind.toLowerCase())));
    if (type.description) details.append(element("small", type.description));
    details.append(...members.map(describe));
    details.dataset.words = [type.name, ...members.map((member) => member.name)].join(" ").toLowerCase();
    byId("schema").append(details);
  }
}

byId("run").addEventListener("click", run);
byId("stop").addEventListener("click", () => stopping.abort());
byId("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
byId("filter").addEventListener("input", () => {
  const word = byId("filter").value.toLowerCase();
  for (const type of byId("schema").children) type.hidden = !type.dataset.words.includes(word);
});
showSchema().catch((error) => { byId("schema").textContent = String(error); });
