// Load by autocannon, for machines without wrk: node load.mjs <options as a JSON file>
import { readFileSync } from 'node:fs'
import autocannon from 'autocannon'

const result = await autocannon(JSON.parse(readFileSync(process.argv[2], 'utf8')))
const { requests, duration, latency, errors, non2xx } = result
console.log(JSON.stringify({ requests: requests.total, seconds: duration, p50: latency.p50, p99: latency.p99, wrong: errors + non2xx }))
