"""The sandbox's keys: known to everybody, like the sandbox itself. The house takes them in development only."""

SANDBOX_API_KEY = "sandbox-api-key"
SANDBOX_WEBHOOK_SECRET = "whsec_c2NlbmViYW5rIHNhbmRib3ggd2ViaG9va3M="
