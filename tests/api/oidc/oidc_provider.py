"""An OpenID provider as a process of its own: `python oidc_provider.py PORT [SECONDS]`.

The protocol is that of oidc-provider-mock over Authlib. Three things are added, because it lacks them: it refuses a
code without the PKCE verifier it was asked with (RFC 7636), it takes clients without a secret, and `/asked` counts.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import flask
import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from oidc_provider_mock import app as provider
from oidc_provider_mock._app import AuthorizationCodeGrant


def main(port: int, seconds: int) -> None:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]
    application = provider(require_nonce=True, access_token_max_age=timedelta(seconds=seconds))
    challenges: dict[str, str] = {}
    asked: Counter[str] = Counter()

    @application.before_request
    def check() -> flask.Response | None:
        asked[flask.request.path] += 1
        if flask.request.path != "/oauth2/token":
            return None
        challenge = challenges.get(flask.request.form.get("code", ""))
        shown = create_s256_code_challenge(flask.request.form.get("code_verifier", ""))
        if challenge is not None and challenge == shown:
            return None
        return flask.Response('{"error": "invalid_grant"}', 400, mimetype="application/json")

    @application.after_request
    def remember(response: flask.Response) -> flask.Response:
        code = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("code")
        if code and flask.request.args.get("code_challenge_method") == "S256":
            challenges[code[0]] = flask.request.args["code_challenge"]
        return response

    application.add_url_rule("/asked", view_func=lambda: dict(asked))
    uvicorn.run(application, interface="wsgi", port=port, host="127.0.0.1", log_level="error")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3600)
