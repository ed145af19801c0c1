"""A text that outlives its session: it travels sealed through the log-in page and comes back, unsaved."""

import base64
import json

from flask import current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from web.huis import het_huis
from web.session import token
from workflow.paginas import Pagina

# Never kept: secrets, and what belongs to the page as it was.
NIET_MEE = frozenset(
    {"csrf_token", "wachtzin", "revisie", "zegel", "meegenomen", "naar", "alleen_bewaren", "kaart"}
    | {"wachtzin_nieuw", "wachtzin_nogmaals", "factorcode", "herstelcode"}
)
_ID = 16
ANDER = "Je was bezig als iemand anders. De tekst die daar openstond, is niet bewaard."


def alleen_bewaren() -> str:
    """Whose page sends what was typed on it only to be kept, as the id of the person in hex; "" for any other request.

    A page that went blank does so: the step that stands in the form was never chosen.
    """
    return request.form.get("alleen_bewaren", "")


def velden() -> dict[str, list[str]]:
    """The fields of the current request that are worth keeping."""
    alle = request.form.to_dict(flat=False)
    return {naam: waarden for naam, waarden in alle.items() if naam not in NIET_MEE}


def pagina_van(pad: str) -> Pagina | None:
    """The page behind a path of our own that can be shown with GET; None for any other text."""
    adapter: MapAdapter = current_app.url_map.bind("")
    # A path with a line break would become a header of its own when it is sent as the way back.
    if not pad.startswith("/") or pad.startswith("//") or "\\" in pad or not pad.isprintable():
        return None
    try:
        eindpunt, _ = adapter.match(pad, method="GET")
    except (RequestRedirect, HTTPException):
        return None
    return het_huis().beleid.paginas.get(str(eindpunt))


def getoond_pad(pad: str) -> str:
    """The path itself, or the nearest one above it that has a page: an address may be there for POST only."""
    while pad and pagina_van(pad) is None:
        pad = pad.rpartition("/")[0]
    return pad or "/"


def neem_mee(persoon_id: bytes) -> str:
    """Seal the fields of this request to the public key of the person whose session ran out.

    Out: text for a hidden field. The server can't open it before that person has logged in again.
    """
    tekst = json.dumps(velden()).encode()
    zegel = het_huis().verzegel_tekst(persoon_id, getoond_pad(request.path), tekst)
    return base64.urlsafe_b64encode(persoon_id + zegel).decode()


def geef_terug(nieuw: str, meegenomen: str, naar: str) -> str:
    """Keep such a text in the session that was just begun, until its page is shown once.

    In: the token of the new session, the hidden field, the path of the page. Out: a line for the person when the
    text was somebody else's and is dropped, else "".
    """
    sessie, _ = het_huis().sessies.haal(nieuw)
    try:
        ruw = base64.urlsafe_b64decode(meegenomen)
    except ValueError:
        return ""
    if sessie is None or not ruw:
        return ""
    if ruw[:_ID] != sessie.persoon_id:
        return ANDER
    tekst = het_huis().open_tekst(sessie, naar, ruw[_ID:])
    het_huis().sessies.bewaar_tekst(nieuw, naar, json.loads(tekst))
    return ""


def bewaar() -> None:
    """Keep the fields of this request in the open session: the request itself is refused."""
    het_huis().sessies.bewaar_tekst(token(), getoond_pad(request.path), velden())


def neem() -> None:
    """Put the text that waits for this page, if any, in `g.terug_tekst`; it is given once."""
    g.terug_tekst = het_huis().sessies.neem_tekst(token(), request.path)
