"""The first rung of the recovery ladder: a new passphrase with the personal recovery code."""

from collections.abc import Callable

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from web import session
from web.huis import het_huis
from web.inloggen import LEEG as LEEG_INLOGGEN
from web.inloggen import MAX_EMAIL
from web.inlogvorm import Fouten
from workflow.fouten import Codefout, Wachten
from workflow.wachtzin import bezwaar_nieuw, maak_wachtzin, wachttekst

LEEG = "Vul je herstelcode in"
TIKFOUT = "In deze code zit een tikfout. Kijk hem na en verbeter hem"
ONBEKEND = "Deze code hoort niet bij dit e-mailadres, of er is al een nieuwere code"
MAX_CODE = 60


def pagina() -> ResponseReturnValue:
    """Show the page, or choose a new passphrase with the code."""
    if request.method == "GET":
        return _toon()
    if request.form.get("actie") == "stel_voor":
        return _toon(voorstel=maak_wachtzin(het_huis().beleid.woorden))
    email, code = _getypt()
    nieuw = request.form.get("wachtzin_nieuw", "")
    fouten = [] if email else [("email", LEEG_INLOGGEN["email"])]
    fouten += [] if code else [("herstelcode", LEEG)]
    regels = het_huis().beleid.wachtzin
    if bezwaar := bezwaar_nieuw(nieuw, request.form.get("wachtzin_nogmaals", ""), regels, (email,)):
        fouten.append(("wachtzin_nieuw", bezwaar))
    if fouten:
        return _toon(422, fouten)
    return _herstel(email, code, nieuw)


def _herstel(email: str, code: str, nieuw: str) -> ResponseReturnValue:
    kaart = request.form.get("kaart", "")
    try:
        nieuwe_code = het_huis().toegang.herstel(email, code, nieuw, session.apparaat(), kaart)
    except Codefout as fout:
        return _toon(422, [("herstelcode", TIKFOUT if fout.tikfout else ONBEKEND)])
    except Wachten as fout:
        antwoord = make_response(_toon(429, [("herstelcode", wachttekst(fout.seconden))], kaart=fout.kaart))
        antwoord.headers["Retry-After"] = str(fout.seconden)
        return antwoord
    return render_template("codes.html", soort="herstel", codes=[nieuwe_code], verder="/inloggen", email=email)


def _getypt() -> tuple[str, str]:
    return request.form.get("email", "").strip()[:MAX_EMAIL], request.form.get("herstelcode", "").strip()[:MAX_CODE]


def _toon(status: int = 200, fouten: Fouten = (), *, voorstel: str = "", kaart: str = "") -> ResponseReturnValue:
    email, code = _getypt()
    kaart = kaart or request.form.get("kaart", "")
    inhoud = render_template(
        "herstel.html", fouten=list(fouten), email=email, herstelcode=code, voorstel=voorstel, kaart=kaart
    )
    return inhoud, status


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"herstel": pagina}
