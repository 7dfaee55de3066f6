// The GraphQL-over-HTTP server audits: how many pass, and which do not.
import { auditServer } from "graphql-http";
import { headers, report, url } from "./report.mjs";

const results = await auditServer({
  url,
  fetchFn: (target, options = {}) => fetch(target, { ...options, headers: { ...options.headers, ...headers } }),
});
const failed = results.filter((result) => result.status !== "ok").map(({ id, name, status, reason }) => ({ id, name, status, reason }));
report({ audits: results.length, ok: results.length - failed.length, failed });
