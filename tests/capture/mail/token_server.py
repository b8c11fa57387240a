"""An authorization server as RFC 6749 has it: codes and refresh tokens in, access tokens out."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "secret-of-the-app"


class TokenServer:
    """It knows one refresh token at a time; Dovecot asks it whose an access token is."""

    def __init__(self, port: int) -> None:
        self.begin("")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
                user = outer.access.get(token)
                self.answer(200, {"active": True, "user": user} if user else {"active": False})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                said = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
                outer.asked.append(said)
                self.answer(*outer.trade(said))

            def answer(self, status: int, told: dict[str, Any]) -> None:
                body = b"<html>" if outer.breaks else json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Silence."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def begin(self, user: str) -> None:
        """Forget everything; tokens from now on are this user's."""
        self.refresh, self.code, self.user = "refresh-0", "code-7", user
        self.access: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.lasting, self.rotates, self.breaks = 3600, False, False

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def trade(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """What the token endpoint says."""
        if said.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client"}
        given = (
            said.get("code")
            if said["grant_type"] == "authorization_code"
            else said["refresh_token"]
        )
        if given not in (self.code, self.refresh) or (
            said["grant_type"] == "authorization_code" and not said.get("code_verifier")
        ):
            return 400, {"error": "invalid_grant", "error_description": "Token has been revoked."}
        token = f"access-{len(self.asked)}"
        self.access[token] = self.user
        told = {"access_token": token, "expires_in": self.lasting, "token_type": "Bearer"}
        if said["grant_type"] == "authorization_code" or self.rotates:
            self.refresh = f"refresh-{len(self.asked)}"
            told["refresh_token"] = self.refresh
        return 200, told
