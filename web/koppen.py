"""The headers of every response: nothing is framed, stored, indexed or loaded from elsewhere."""

import secrets

from flask import Flask, Response, g, request

RECHTEN = "Permissions-Policy"
VASTE_KOPPEN = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    RECHTEN: "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-create={maken}, publickey-credentials-get={gebruiken}",
}
# The second page of the log-in comes at once, under the address of the first, when a text travels along.
GEBRUIKEN = ("inloggen", "ontgrendelen", "tweede", "tweede_sleutel")
# The pages on which a security key is made and used; no other page may ask one.
MET_SLEUTEL = {"maken": ("beveiligingssleutels",), "gebruiken": GEBRUIKEN}
HSTS = "max-age=63072000; includeSubDomains"
NIET_BEWAREN = "no-store"
LANG_BEWAREN = "public, max-age=31536000, immutable"


def csp_nonce() -> str:
    """The value that lets our own script and style sheet in; a new one for each response."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def csp() -> str:
    """The content security policy of this response."""
    nonce = f"'nonce-{csp_nonce()}'"
    delen = {
        "default-src": "'none'",
        "script-src": nonce,
        "style-src": nonce,
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{naam} {waarde}" for naam, waarde in delen.items())


def registreer(app: Flask, *, met_hsts: bool) -> None:
    """Put the headers on every response. `met_hsts` is off only in practice, which runs without TLS."""

    @app.after_request
    def zet(antwoord: Response) -> Response:
        for naam, waarde in VASTE_KOPPEN.items():
            antwoord.headers[naam] = waarde
        antwoord.headers[RECHTEN] = VASTE_KOPPEN[RECHTEN].format(
            **{wat: "(self)" if request.endpoint in waar else "()" for wat, waar in MET_SLEUTEL.items()}
        )
        antwoord.headers["Content-Security-Policy"] = csp()
        if met_hsts:
            antwoord.headers["Strict-Transport-Security"] = HSTS
        # A hashed file name never gets other content, so only those may be kept.
        bewaren = request.endpoint == "static" and antwoord.status_code == 200
        antwoord.headers["Cache-Control"] = LANG_BEWAREN if bewaren else NIET_BEWAREN
        return antwoord
