"""The authorization server's HTTP face: OAuth 2.1 and OpenID Connect, with the FAPI 2.0 Security Profile for clients that move money."""

from gateway.oauth.authorization import CONSENT_PATH, answer_request, browser_key_of
from gateway.oauth.device import DEVICE_PATH
from gateway.oauth.routes import oauth_routes
from gateway.oauth.server import AuthorizationServer

__all__ = ["CONSENT_PATH", "DEVICE_PATH", "AuthorizationServer", "answer_request", "browser_key_of", "oauth_routes"]
