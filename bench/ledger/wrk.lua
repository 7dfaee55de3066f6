-- Each request is another customer's, under an id of its own. The file that the benchmark writes before this one gives `tokens`, `customers`, `code` and `asked`,
-- the part of the body that names the document.
local turn, seed = 0, {}

init = function(_)
  local urandom = io.open("/dev/urandom", "rb")
  local bytes = urandom:read(12)
  urandom:close()
  for place = 1, 12 do seed[place] = bytes:byte(place) end
  math.randomseed(seed[1] * 65536 + seed[2] * 256 + seed[3])
  turn = seed[4] * 7
end

local function id()
  return string.format("%08x-%04x-4%03x-8%03x-%012x", turn, seed[5] * 256 + seed[6], seed[7], seed[8], math.random(0, 2 ^ 31) * 65536 + seed[9] * 256 + seed[10])
end

request = function()
  turn = turn + 1
  local payer = turn % #tokens + 1
  local amount = string.format('{"amount":"0.%02d","currency":"CNY"}', math.random(1, 99))
  local input
  if code then
    input = string.format('{"requestId":"%s","purchase":{"to":{"code":"%s"},"amount":%s}}', id(), code, amount)
  else
    local target = (payer + math.random(1, #customers - 1) - 1) % #customers + 1
    input = string.format('{"requestId":"%s","amount":%s,"to":{"customerId":"%s"}}', id(), amount, customers[target])
  end
  return wrk.format("POST", "/graphql", { ["content-type"] = "application/json", authorization = "Bearer " .. tokens[payer] },
    string.format('{%s,"variables":{"input":%s}}', asked, input))
end

done = function(summary, latency, _)
  local e = summary.errors
  print("RESULT", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99))
end
