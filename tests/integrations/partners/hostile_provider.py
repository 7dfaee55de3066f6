"""An OpenID provider that does what its issuer's path says: a fault for each. `python hostile_provider.py` prints its port and serves until it is killed.

A code is the nonce that the house asked with, in base64url: so the provider can be right in all but one thing."""

import asyncio
import gzip
import hashlib
import hmac
import json
import sys
import time
import warnings
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

CLIENT_ID, SECRET = "scenebank", "a-secret-that-is-long-enough-for-hs256"
KEY = ECKey.generate_key("P-256", parameters={"kid": "one", "alg": "ES256", "use": "sig"})
NEWER = ECKey.generate_key("P-256", parameters={"kid": "two", "alg": "ES256", "use": "sig"})
FOREIGN = ECKey.generate_key("P-256", parameters={"kid": "one", "alg": "ES256", "use": "sig"})
with warnings.catch_warnings(action="ignore"):
    SHORT = RSAKey.generate_key(1024, parameters={"kid": "short", "alg": "RS256", "use": "sig"})

ASKED: Counter[str] = Counter()

JSON = "application/json"
Writer = asyncio.StreamWriter


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def metadata(fault: str, origin: str) -> dict[str, Any]:
    issuer = f"{origin}/{fault}"
    made = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "code_challenge_methods_supported": ["S256"],
    }
    changed: dict[str, dict[str, Any]] = {
        "metadata_issuer": {"issuer": f"{origin}/another"},
        "metadata_issuer_slash": {"issuer": f"{issuer}/"},
        "metadata_token_inside": {"token_endpoint": "https://10.0.0.1/token"},
        "metadata_cloud": {"token_endpoint": "https://169.254.169.254/latest/meta-data/"},
        "metadata_plain_http": {"token_endpoint": "http://partner.example/token"},
        "metadata_jwks_file": {"jwks_uri": "file:///etc/passwd"},
        "metadata_no_token_endpoint": {"token_endpoint": None},
        "metadata_no_s256": {"code_challenge_methods_supported": ["plain"]},
        "jwks_inside": {"jwks_uri": "https://192.168.0.10:8443/jwks"},
    }
    return made | changed.get(fault, {})


def claims_of(fault: str, origin: str, nonce: str, access: str) -> dict[str, Any]:
    now = int(time.time())
    made: dict[str, Any] = {
        "iss": f"{origin}/{fault}",
        "sub": "lin",
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + 300,
        "nonce": nonce,
        "at_hash": b64(hashlib.sha256(access.encode()).digest()[:16]),
    }
    changed: dict[str, dict[str, Any]] = {
        "iss": {"iss": f"{origin}/another"},
        "nonce": {"nonce": "another"},
        "aud": {"aud": "somebody-else"},
        "aud_many": {"aud": [CLIENT_ID, "somebody-else"]},
        "azp": {"azp": "somebody-else"},
        "azp_many": {"aud": [CLIENT_ID, "somebody-else"], "azp": "somebody-else"},
        "expired": {"exp": now - 1, "iat": now - 300},
        "exp_text": {"exp": "tomorrow"},
        "exp_true": {"exp": True},
        "iat_future": {"iat": now + 3600, "exp": now + 7200},
        "iat_old": {"iat": now - 86_400},
        "nbf_future": {"nbf": now + 3600},
        "sub_empty": {"sub": ""},
        "sub_number": {"sub": 7},
        "at_hash": {"at_hash": b64(b"0" * 16)},
        "at_hash_list": {"at_hash": []},
    }
    made |= changed.get(fault, {})
    missing = {"no_nonce": "nonce", "no_exp": "exp", "no_iat": "iat", "no_sub": "sub", "no_aud": "aud", "no_iss": "iss"}.get(fault)
    return {name: value for name, value in made.items() if name != missing}


def id_token(fault: str, claims: dict[str, Any]) -> str:
    header: dict[str, Any] = {"alg": "ES256", "kid": "one"}
    body = b64(json.dumps(claims).encode())
    if fault in ("alg_none", "alg_none_upper"):
        return f"{b64(json.dumps({'alg': 'none' if fault == 'alg_none' else 'None'}).encode())}.{body}."
    if fault == "hs256_public":
        signing = f"{b64(json.dumps({'alg': 'HS256', 'kid': 'one'}).encode())}.{body}"
        return f"{signing}.{b64(hmac.digest(KEY.as_pem(private=False), signing.encode(), 'sha256'))}"
    if fault == "hs256_secret":
        return jws.serialize_compact({"alg": "HS256"}, json.dumps(claims).encode(), OctKey.import_key(SECRET), algorithms=["HS256"])
    if fault == "embedded_key":
        return jws.serialize_compact({**header, "jwk": FOREIGN.as_dict(private=False)}, json.dumps(claims).encode(), FOREIGN)
    if fault == "crit":
        signing = f"{b64(json.dumps({**header, 'crit': ['x'], 'x': 1}).encode())}.{body}"
        return f"{signing}.{b64(b'0' * 64)}"
    if fault == "typ":
        return jwt.encode({**header, "typ": "at+jwt"}, claims, KEY)
    if fault in ("stale_keys", "stale_for_ever"):
        return jwt.encode({"alg": "ES256", "kid": "two"}, claims, NEWER)
    if fault == "foreign_key":
        return jwt.encode(header, claims, FOREIGN)
    if fault == "short_rsa":
        return jwt.encode({"alg": "RS256", "kid": "short"}, claims, SHORT, algorithms=["RS256"])
    token = jwt.encode(header, claims, KEY)
    if fault == "signature_cut":
        return token[:-4]
    if fault == "payload_changed":
        parts = token.split(".")
        return f"{parts[0]}.{b64(json.dumps({**claims, 'sub': 'mallory'}).encode())}.{parts[2]}"
    if fault == "claims_twice":
        twice = json.dumps(claims)[:-1] + ', "sub": "mallory"}'
        return jws.serialize_compact(header, twice.encode(), KEY)
    return token + "=" if fault == "padding" else token


def keys(fault: str) -> dict[str, Any]:
    if fault == "stale_keys":
        # The second time they are fetched they are up to date.
        return {"keys": [(KEY if ASKED[f"{fault} jwks"] == 1 else NEWER).as_dict(private=False)]}
    if fault == "short_rsa":
        return {"keys": [SHORT.as_dict(private=False)]}
    if fault == "keys_twice":
        return {"keys": [KEY.as_dict(private=False), FOREIGN.as_dict(private=False)]}
    if fault == "no_keys":
        return {"keys": []}
    if fault == "key_for_encryption":
        return {"keys": [{**KEY.as_dict(private=False), "use": "enc"}]}
    if fault == "many_keys":
        return {"keys": [{**KEY.as_dict(private=False), "kid": str(number)} for number in range(1000)]}
    return {"keys": [KEY.as_dict(private=False)]}


def tokens(fault: str, origin: str, form: dict[str, str]) -> dict[str, Any]:
    nonce = urlsafe_b64decode(form["code"] + "==").decode()
    access = "access-token"
    claims = claims_of(fault, origin, nonce, access)
    made: dict[str, Any] = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": 300,
        "id_token": id_token(fault, claims),
        "refresh_token": "refresh-token",
        "scope": "openid bills",
    }
    changed: dict[str, dict[str, Any]] = {
        "token_type": {"token_type": "mac"},
        "token_type_dpop": {"token_type": "DPoP"},
        "token_type_list": {"token_type": ["Bearer"]},
        "access_number": {"access_token": 7},
        "access_split": {"access_token": "a\r\nx: y"},
        "scope_narrowed": {"scope": "openid"},
        "expires_true": {"expires_in": True},
        "expires_past": {"expires_in": -5},
        "id_token_list": {"id_token": ["a"]},
        "id_token_huge": {"id_token": "a" * 20_000},
    }
    made |= changed.get(fault, {})
    missing = {"no_id_token": "id_token", "no_access_token": "access_token", "no_token_type": "token_type"}.get(fault)
    return {name: value for name, value in made.items() if name != missing}


async def send(writer: Writer, body: bytes, status: str = "200 OK", content_type: str = JSON, more: str = "", length: int | None = None) -> None:
    head = f"HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {len(body) if length is None else length}\r\nconnection: close\r\n{more}\r\n"
    writer.write(head.encode() + body)
    await writer.drain()


async def misbehave(fault: str, writer: Writer, origin: str, right: bytes) -> bool:
    """Whether the fault is one of how an answer is sent, and has been sent."""
    match fault.rpartition(":")[2]:
        case "redirect":
            await send(writer, b"", "302 Found", more=f"location: {origin}/none/jwks\r\n")
        case "huge":
            await send(writer, b" " * 64 * 1024 * 1024)
        case "endless":
            writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {JSON}\r\ntransfer-encoding: chunked\r\n\r\n".encode())
            while True:
                writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
                await writer.drain()
        case "endless_headers":
            writer.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                writer.write(b"x-more: " + b"a" * 65536 + b"\r\n")
                await writer.drain()
        case "slow_body":
            writer.write(f"HTTP/1.1 200 OK\r\ncontent-type: {JSON}\r\ncontent-length: 100000\r\n\r\n".encode())
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.3)
        case "slow_headers":
            for character in f"HTTP/1.1 200 OK\r\ncontent-type: {JSON}\r\nx: {'a' * 1000}":
                writer.write(character.encode())
                await writer.drain()
                await asyncio.sleep(0.3)
        case "silent":
            await asyncio.sleep(60)
        case "cut":
            await send(writer, right[:10], length=len(right))
        case how:
            return await mistype(how, writer, right)
    return True


async def mistype(how: str, writer: Writer, right: bytes) -> bool:
    """The same for what is sent at once, and is not what it should be."""
    match how:
        case "html":
            await send(writer, right, content_type="text/html")
        case "broken":
            await send(writer, right[:-1])
        case "twice":
            await send(writer, right[:-1] + b', "issuer": "x", "token_type": "Bearer", "keys": []}')
        case "deep":
            await send(writer, b'{"a":' * 20_000 + b"1" + b"}" * 20_000)
        case "list":
            await send(writer, b"[" + right + b"]")
        case "gzip":
            await send(writer, gzip.compress(b" " * 50_000_000), more="content-encoding: gzip\r\n")
        case "error":
            await send(writer, b'{"error": "<script>"}', "400 Bad Request")
        case "teapot":
            await send(writer, right, "418 I'm a teapot")
        case _:
            return False
    return True


async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        path = head.split(" ", 2)[1].strip("/")
        fault, _, endpoint = path.partition("/")
        ASKED[f"{fault} {endpoint}"] += 1
        await answer(writer, fault, endpoint, f"http://{headers['host']}", {name: one[0] for name, one in parse_qs(body.decode()).items()})
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def answer(writer: Writer, fault: str, endpoint: str, origin: str, form: dict[str, str]) -> None:
    place = {"token": "token", "jwks": "jwks", "userinfo": "userinfo"}.get(endpoint, "metadata")
    if endpoint == "asked":
        await send(writer, json.dumps(ASKED).encode())
        return
    if place == "metadata":
        right = metadata(fault, origin)
    elif place == "jwks":
        right = keys(fault)
    elif place == "userinfo":
        right = {"sub": "mallory" if fault == "userinfo_sub" else "lin"} if fault != "userinfo_nobody" else {}
    else:
        right = tokens(fault, origin, form)
    text = json.dumps(right).encode()
    if not (fault.startswith(f"{place}:") and await misbehave(fault, writer, origin, text)):
        await send(writer, text)


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
