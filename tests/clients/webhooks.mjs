// A partner's server that verifies webhooks with two foreign libraries: standardwebhooks and svix. It prints its port, and at its end what each of them said.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

let secrets = [];
const seen = [];

function verdict(Library, secret, body, headers) {
  try {
    return new Library(secret).verify(body, headers).type;
  } catch (error) {
    return error.message;
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    const headers = Object.fromEntries(names.map((name) => [name, request.headers[name]]));
    const changed = body.replace("webhook", "webhooc");
    seen.push({
      standardwebhooks: secrets.map((secret) => verdict(StandardWebhook, secret, body, headers)),
      svix: secrets.map((secret) => verdict(SvixWebhook, secret, body, headers)),
      changed: [verdict(StandardWebhook, secrets[0], changed, headers), verdict(SvixWebhook, secrets[0], changed, headers)],
    });
    response.writeHead(204).end();
  });
});

createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "end") {
    console.log(JSON.stringify(seen));
    server.close();
    process.exit(0);
  }
  secrets = JSON.parse(line);
  console.log("ready");
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
