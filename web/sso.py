"""Single sign-on: to the provider and back, the passphrase after it, and linking one's own account."""

from collections.abc import Callable
from typing import Any, cast

from flask import abort, current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from web import inloggen, session, stapverzoek
from web.huis import het_huis
from web.inlogvorm import eigen_pad
from web.oidc import Geweigerd, Onbetrouwbaar, Provider, ProviderWeg
from workflow.fouten import Ingehaald, InloggenMislukt, NietGevonden, StapGeweigerd, Wachten
from workflow.wachtzin import wachttekst

NAAM = "sso"
ONTGRENDELEN, ACCOUNT = "/ontgrendelen", "/account/sso"
# What a cookie is for: it can never be used for one of the others.
HEEN, KLAAR, GEVONDEN, MISLUKT = "heen", "klaar", "gevonden", "mislukt"
GELDIG_SECONDEN = 10 * 60

WEG = "{naam} is nu niet bereikbaar. Log in met je e-mailadres en je wachtzin."
GESTOPT = "Het inloggen via {naam} is gestopt. Je kunt het opnieuw proberen."
KLOPT_NIET = "Het antwoord van {naam} klopt niet. Je bent niet ingelogd. Probeer het opnieuw."
TE_LAAT = "Het inloggen via {naam} duurde te lang, of het begon in een ander venster. Probeer het opnieuw."
ONBEKEND = (
    "Je account van {naam} is hier nog niet gekoppeld. Log in met je e-mailadres en je wachtzin. "
    "Koppel het daarna bij je eigen account."
)
VERKEERD = "Je wachtzin klopt niet. Probeer het opnieuw"
LEEG = "Vul je wachtzin in"
BEZET = "Dit account is al gekoppeld aan iemand anders. Vraag de beheerder om hulp"
GEKOPPELD = "Je account van {naam} is gekoppeld."
ONTKOPPELD = "Je account van {naam} is niet meer gekoppeld."


def provider() -> Provider:
    """The provider of this installation; without one these pages are not there."""
    gevonden = cast(Provider | None, current_app.extensions[NAAM])
    if gevonden is None:
        abort(404)
    return gevonden


def _tekst(tekst: str) -> str:
    ingevuld = tekst.format(naam=het_huis().settings.oidc_naam)
    return ingevuld[0].upper() + ingevuld[1:]


# -- the cookie between two pages


def _koekje() -> str:
    return f"{current_app.config[session.COOKIE]}-sso"


def _lees(soort: str) -> dict[str, Any] | None:
    return het_huis().sso.open(soort, request.cookies.get(_koekje(), ""))


def _bewaar(antwoord: Response, soort: str, data: dict[str, object]) -> None:
    antwoord.set_cookie(
        _koekje(),
        het_huis().sso.verzegel(soort, data),
        max_age=GELDIG_SECONDEN,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        # The way back comes from the address of the provider, and no Strict cookie is sent with it.
        samesite="Lax" if soort == HEEN else "Strict",
    )


def _vergeet(antwoord: Response) -> None:
    antwoord.delete_cookie(_koekje(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True)


def _ga_naar(adres: str, soort: str, data: dict[str, object]) -> Response:
    """A page that goes on by itself.

    Not a redirect: a form may only be sent to this site (form-action), and a page that is reached by a redirect from
    elsewhere gets no Strict cookies. A page of our own that goes on has neither.
    """
    antwoord = make_response(render_template("sso_verder.html", adres=adres, naar_provider=soort == HEEN))
    antwoord.headers["Refresh"] = f"0; url={adres}"
    _bewaar(antwoord, soort, data)
    return antwoord


# -- to the provider and back


def begin() -> ResponseReturnValue:
    """Go to the provider to log in; a text whose session ran out waits here for the way back."""
    provider()
    naar, meegenomen = eigen_pad(request.form.get("naar", "")), request.form.get("meegenomen", "")
    if meegenomen and session.token():
        velden = {"meegenomen": [meegenomen], "naar": [naar]}
        het_huis().sessies.bewaar_tekst(session.token(), ONTGRENDELEN, velden)
    try:
        return _vraag({"doel": "inloggen", "naar": naar})
    except ProviderWeg:
        return inloggen.opnieuw(503, _tekst(WEG))


def _vraag(data: dict[str, object]) -> Response:
    vraag = provider().begin()
    onthoud: dict[str, object] = {"state": vraag.state, "nonce": vraag.nonce, "verifier": vraag.verifier}
    return _ga_naar(vraag.adres, HEEN, onthoud | data)


def terug() -> ResponseReturnValue:
    """The way back: read what the provider says, and go on to the page that asks the passphrase."""
    bron, heen = provider(), _lees(HEEN)
    doel = (heen or {}).get("doel", "inloggen")
    try:
        if heen is None:
            return _mislukt(doel, 400, TE_LAAT)
        wie = bron.terug(request.args.to_dict(), heen["state"], heen["nonce"], heen["verifier"])
        if doel == "koppelen":
            data: dict[str, object] = {"persoon": heen["persoon"], "iss": wie.iss, "sub": wie.sub, "naam": wie.naam}
            return _ga_naar(ACCOUNT, GEVONDEN, data)
        persoon = het_huis().sso.vind(wie.iss, wie.sub)
        het_huis().sso.noteer(persoon.id, gelukt=True)
        data = {"persoon": persoon.id.hex(), "tweede_factor": wie.tweede_factor, "naar": heen["naar"]}
        return _ga_naar(ONTGRENDELEN, KLAAR, data)
    except Geweigerd:
        return _mislukt(doel, 401, GESTOPT)
    except Onbetrouwbaar:
        het_huis().sso.noteer(None, gelukt=False)
        return _mislukt(doel, 400, KLOPT_NIET)
    except ProviderWeg:
        return _mislukt(doel, 503, WEG)
    except NietGevonden:
        het_huis().sso.noteer(None, gelukt=False)
        return _mislukt(doel, 401, ONBEKEND)


def _mislukt(doel: str, status: int, tekst: str) -> ResponseReturnValue:
    """Say what went wrong on the page that it began on: the question is over, so its cookie goes."""
    if doel == "koppelen":
        # This request came from elsewhere without the session, so the page itself can't be shown yet.
        return _ga_naar(ACCOUNT, MISLUKT, {"tekst": _tekst(tekst)})
    antwoord = make_response(inloggen.toon(status, _tekst(tekst)))
    _vergeet(antwoord)
    return antwoord


# -- the passphrase


def ontgrendel() -> ResponseReturnValue:
    """Ask the passphrase of who the provider named: it says who somebody is, and holds no key."""
    klaar = _lees(KLAAR)
    if klaar is None:
        return inloggen.opnieuw(401, _tekst(TE_LAAT)) if request.method == "POST" else redirect("/inloggen", 303)
    if request.method == "GET":
        return _toon_ontgrendelen(klaar, 200)
    wachtzin = request.form.get("wachtzin", "")
    if not wachtzin:
        return _toon_ontgrendelen(klaar, 422, LEEG)
    try:
        email = het_huis().sso.persoon(bytes.fromhex(klaar["persoon"])).email
        antwoord = inloggen.begin(email, wachtzin, factor_klaar=klaar["tweede_factor"])
    except InloggenMislukt:
        return _toon_ontgrendelen(klaar, 401, VERKEERD)
    except Wachten as te_vlug:
        antwoord = make_response(_toon_ontgrendelen(klaar, 429, wachttekst(te_vlug.seconden), te_vlug.kaart))
        antwoord.headers["Retry-After"] = str(te_vlug.seconden)
        return antwoord
    _vergeet(antwoord)
    return antwoord


def _toon_ontgrendelen(klaar: dict[str, Any], status: int, fout: str = "", kaart: str = "") -> ResponseReturnValue:
    huis, token = het_huis(), session.token()
    wacht = huis.sessies.neem_tekst(token, ONTGRENDELEN)
    if wacht:
        # Kept for a page that is opened twice; logging in ends the session that it stands in.
        huis.sessies.bewaar_tekst(token, ONTGRENDELEN, wacht)
    meegenomen = request.form.get("meegenomen", "") or (wacht.get("meegenomen") or [""])[0]
    persoon = huis.sso.persoon(bytes.fromhex(klaar["persoon"]))
    fouten = [("wachtzin", fout)] if fout else []
    mee = {"naar": klaar["naar"], "meegenomen": meegenomen, "kaart": kaart}
    return render_template("ontgrendelen.html", naam=persoon.naam, fouten=fouten, **mee), status


# -- one's own account


def account() -> ResponseReturnValue:
    """The page on which somebody links his own account of the provider, and lets it go."""
    if request.method == "GET":
        mislukt = _lees(MISLUKT)
        antwoord = make_response(_toon_account(200, mislukt["tekst"] if mislukt else ""))
        if mislukt:
            _vergeet(antwoord)
        return antwoord
    doe = {"koppelen": _koppelen, "bevestigen": _bevestigen, "ontkoppelen": _ontkoppelen}
    actie = doe.get(request.form.get("actie", ""))
    if actie is None:
        abort(400)
    return actie()


def _koppelen() -> ResponseReturnValue:
    wachtzin = request.form.get("wachtzin", "")
    if not wachtzin:
        return _toon_account(422, LEEG, "wachtzin")
    try:
        stapverzoek.bevestig(wachtzin)
        return _vraag({"doel": "koppelen", "persoon": (session.actor().persoon_id or b"").hex()})
    except InloggenMislukt:
        return _toon_account(422, VERKEERD, "wachtzin")
    except StapGeweigerd as fout:
        return _toon_account(429, next(iter(fout.velden.values())), "wachtzin")
    except ProviderWeg:
        return _toon_account(503, _tekst(WEG))


def _gevonden() -> dict[str, Any] | None:
    """The account that the provider named, when it was this very person who asked."""
    gevonden = _lees(GEVONDEN)
    persoon_id = session.actor().persoon_id or b""
    return gevonden if gevonden and gevonden["persoon"] == persoon_id.hex() else None


def _bevestigen() -> ResponseReturnValue:
    gevonden = _gevonden()
    if gevonden is None:
        return _toon_account(400, _tekst(TE_LAAT))
    try:
        het_huis().sso.koppel(session.actor(), gevonden["iss"], gevonden["sub"], gevonden["naam"])
    except Ingehaald:
        return _toon_account(409, BEZET)
    return _klaar(GEKOPPELD)


def _ontkoppelen() -> ResponseReturnValue:
    het_huis().sso.ontkoppel(session.actor())
    return _klaar(ONTKOPPELD)


def _klaar(melding: str) -> Response:
    flash(_tekst(melding))
    antwoord = make_response(redirect(ACCOUNT, 303))
    _vergeet(antwoord)
    return antwoord


def _toon_account(status: int, fout: str = "", anker: str = "") -> ResponseReturnValue:
    huis = het_huis()
    gekoppeld = huis.sso.van(session.actor().persoon_id or b"")
    inhoud = render_template(
        "sso_account.html",
        fouten=[(anker, fout)] if fout else [],
        gekoppeld=None if gekoppeld is None else gekoppeld.naam,
        gevonden=_gevonden(),
    )
    return inhoud, status


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "sso_begin": begin,
    "sso_terug": terug,
    "ontgrendelen": ontgrendel,
    "account_sso": account,
}
