// The id of each operation, as the manifest has it, and proof that a document printed here has the same one.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Kind, print, visit } from "graphql";

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const hash = (text) => createHash("sha256").update(text).digest("hex");
const manifest = JSON.parse(read("trusted-documents.json"));

export function plugin(_schema, files) {
  const definitions = files.flatMap((file) => file.document.definitions);
  const fragments = new Map(definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]));
  const lines = [];
  for (const operation of definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)) {
    const name = operation.name.value;
    const needed = [...spreads(operation, fragments)].sort().map((each) => fragments.get(each));
    const text = print({ kind: Kind.DOCUMENT, definitions: [operation, ...needed] });
    const id = hash(text);
    if (manifest.documents[id]?.name !== name) {
      throw new Error(`${name} is not in trusted-documents.json under ${id}: run \`scenebank schema snapshot\` first`);
    }
    lines.push(`  ${name}: "${id}",`);
  }
  const body = lines.sort().join("\n");
  return `/* Made by \`make sdk\` from trusted-documents.json. Do not edit. */

/** By what id each operation is sent: { "documentId": documentIds.Home, "variables": {} }. */
export const documentIds = {
${body}
} as const;

export type OperationName = keyof typeof documentIds;

/** SHA-256 of the customer.graphql that the types were made from. */
export const madeFrom = "${hash(read("customer.graphql"))}";
`;
}

function spreads(node, fragments, found = new Set()) {
  visit(node, {
    FragmentSpread({ name }) {
      if (!found.has(name.value)) {
        found.add(name.value);
        spreads(fragments.get(name.value), fragments, found);
      }
    },
  });
  return found;
}
