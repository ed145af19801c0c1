"""The own account: passphrase, second factor, personal code, where one is logged in."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from web import session
from web.huis import het_huis
from web.inlogvorm import app_variabelen
from web.stapverzoek import NIET_JUIST, bevestig
from web.tweede import EERSTE, LEEG, MAX_CODE, toon_codes
from workflow.fouten import InloggenMislukt, NietGevonden, StapGeweigerd, Wachten
from workflow.wachtzin import HOOGSTENS, bezwaar_nieuw, maak_wachtzin, wachttekst
from workflow.werkplektekst import werkplek_tekst

ACCOUNT, APP = "/account", "/account/app"
GEEN_WACHTZIN = "Vul je wachtzin in"
GEWIJZIGD = "Je hebt een nieuwe wachtzin."
UIT = "We vragen geen code meer bij het inloggen."
VREEMD = "Je sleutel klopt niet. Bel meteen je beheerder"
INGESTELD = "Je app is ingesteld."
# In the session of who gave his passphrase again: he may see the secret of a new app.
MAG_APP = "mag_app"
# Long enough to install an app on a telephone, too short for who finds the screen open.
MAG_APP_SECONDEN = 10 * 60


def pagina() -> ResponseReturnValue:
    """Show the page, or change one thing."""
    if request.method == "GET":
        return _toon()
    doe = ACTIES.get(request.form.get("actie", ""))
    if doe is None:
        abort(400)
    return doe()


def _persoon() -> bytes:
    return session.actor().persoon_id or b""


def _toon(status: int = 200, fouten: Mapping[str, str] | None = None, **erbij: Any) -> ResponseReturnValue:
    huis, actor = het_huis(), session.actor()
    factor = huis.toegang.factor(_persoon())
    plekken = [werkplek_tekst(huis.beleid, plek) for plek in actor.werkplekken]
    gegevens = [
        ("Naam", actor.naam),
        ("Rol", huis.beleid.werkplekken.rolnamen.get(actor.rol, actor.rol)),
        ("Je werkplekken", plekken or "Geen"),
        ("Je vijf woorden", huis.toegang.vingerafdruk(_persoon()) or VREEMD),
    ]
    inhoud = render_template(
        "account.html",
        gegevens=gegevens,
        sessies=huis.sessies.aantal(_persoon()),
        heeft_app=bool(factor and factor.totp),
        heeft_sleutels=bool(factor and factor.sleutels),
        codes_over=len(factor.codes) if factor else 0,
        mag_uit=huis.settings.oefenomgeving,
        fouten=list((fouten or {}).items()),
        **erbij,
    )
    return inhoud, status


def _na_wachtzin(actie: str, doe: Callable[[], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """Do something only after the passphrase, or a code, was given again."""

    def eerst() -> ResponseReturnValue:
        veld, waarde = f"{actie}-wachtzin", request.form.get("wachtzin", "")
        if not waarde:
            return _toon(422, {veld: GEEN_WACHTZIN}, geprobeerd=actie)
        try:
            bevestig(waarde, veld)
        except InloggenMislukt:
            return _toon(422, {veld: NIET_JUIST}, geprobeerd=actie)
        except StapGeweigerd as fout:
            return _toon(429, fout.velden, geprobeerd=actie)
        return doe()

    return eerst


# -- the passphrase and the personal code


def _stel_voor() -> ResponseReturnValue:
    return _toon(geprobeerd="wachtzin", voorstel=maak_wachtzin(het_huis().beleid.woorden))


def _wachtzin() -> ResponseReturnValue:
    huis, actor = het_huis(), session.actor()
    oud, nieuw = request.form.get("wachtzin", ""), request.form.get("wachtzin_nieuw", "")
    fouten = {} if oud else {"wijzig-wachtzin": GEEN_WACHTZIN}
    bezwaar = bezwaar_nieuw(
        nieuw, request.form.get("wachtzin_nogmaals", ""), huis.beleid.wachtzin, (actor.naam, actor.alias)
    )
    if bezwaar:
        fouten["wachtzin_nieuw"] = bezwaar
    status = 422
    if not fouten:
        try:
            oud = oud[: HOOGSTENS + 1]
            huis.toegang.wijzig_wachtzin(session.sessie(), oud, nieuw, session.token(), session.apparaat())
        except InloggenMislukt:
            fouten["wijzig-wachtzin"] = NIET_JUIST
        except Wachten as fout:
            status, fouten["wijzig-wachtzin"] = 429, wachttekst(fout.seconden)
    if fouten:
        return _toon(status, fouten, geprobeerd="wachtzin")
    flash(GEWIJZIGD)
    return redirect(ACCOUNT, 303)


def _herstelcode() -> ResponseReturnValue:
    code = het_huis().toegang.nieuwe_herstelcode(session.sessie())
    return render_template("codes.html", soort="herstel", codes=[code], verder=ACCOUNT, email="")


# -- the second factor


def _nu() -> int:
    return int(het_huis().echte_tijd().timestamp())


def _app_begin() -> ResponseReturnValue:
    het_huis().sessies.onthoud(session.token(), **{MAG_APP: _nu() + MAG_APP_SECONDEN})
    return redirect(APP, 303)


def app() -> ResponseReturnValue:
    """Set up an authenticator app, by who gave his passphrase again just now."""
    huis = het_huis()
    if _nu() > session.sessie().extra.get(MAG_APP, 0):
        return redirect(ACCOUNT, 303)
    if request.method == "GET":
        return _toon_app()
    code = request.form.get("factorcode", "").strip()[:MAX_CODE]
    try:
        codes = huis.toegang.stel_app_in(session.token(), code)
    except InloggenMislukt:
        return _toon_app(422, EERSTE if code else LEEG)
    huis.sessies.onthoud(session.token(), **{MAG_APP: None})
    flash(INGESTELD)
    return toon_codes(codes, ACCOUNT)


def _toon_app(status: int = 200, fout: str = "") -> ResponseReturnValue:
    factor = het_huis().toegang.factor(_persoon())
    variabelen = app_variabelen(session.token()) | {"fouten": [("factorcode", fout)] if fout else []}
    return render_template("account_app.html", heeft_app=bool(factor and factor.totp), **variabelen), status


def _codes() -> ResponseReturnValue:
    try:
        return toon_codes(het_huis().toegang.nieuwe_codes(_persoon()), ACCOUNT)
    except NietGevonden:
        return redirect(ACCOUNT, 303)


def _zet_uit() -> ResponseReturnValue:
    het_huis().toegang.zet_uit(_persoon(), session.token())
    flash(UIT)
    return redirect(ACCOUNT, 303)


# -- everywhere


def _overal_uit() -> ResponseReturnValue:
    het_huis().sessies.eindig_alle(_persoon())
    antwoord = make_response(redirect("/inloggen", 303))
    session.eindig(antwoord)
    return antwoord


ACTIES: Mapping[str, Callable[[], ResponseReturnValue]] = {
    "stel_voor": _stel_voor,
    "wachtzin": _wachtzin,
    "herstelcode": _na_wachtzin("herstelcode", _herstelcode),
    "app": _na_wachtzin("app", _app_begin),
    "codes": _na_wachtzin("codes", _codes),
    "uit": _na_wachtzin("uit", _zet_uit),
    "overal_uit": _overal_uit,
}
PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"account": pagina, "account_app": app}
