// The endpoint under test, and one line of JSON that says what a client saw.
export const url = process.env.GRAPHQL_URL;
export const socketUrl = url.replace(/^http/, "ws");
export const authorization = process.env.GRAPHQL_AUTHORIZATION ?? "";
export const headers = authorization ? { authorization } : {};

export function report(seen) {
  console.log(JSON.stringify(seen));
  process.exit(0);
}
