"""The working text of a case: what looks like personal data is pointed out, and one click moves it to the vault."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web import stapverzoek
from web.huis import het_huis
from web.session import werk
from web.stapverzoek import Poging
from workflow import werktekst
from workflow.antwoordtekst import stap_van
from workflow.fouten import StapGeweigerd
from workflow.keuzes import LEEFTIJDEN
from workflow.markeren import SOORTEN
from workflow.melden import SIGNAAL
from workflow.persoonstappen import IN_DE_KLUIS
from workflow.ports import Werk
from workflow.zaak import Zaak
from workflow.zaakzicht import vind_zaak

FEIT, GEMIST = "feit_vastleggen", "gemist"
IN_KLUIS, OPGESLAGEN, NAGEKEKEN = "Het staat in de kluis.", "Het feit is bewaard.", "We hebben opnieuw gekeken."


@dataclass(frozen=True)
class _Stand:
    """The text on its way through one request."""

    tekst: str
    laten: str
    melding: str = ""


def zaak_tekst(nummer: str) -> ResponseReturnValue:
    """Show the signal with marks, or do what one click asks and show the text as it is then."""
    if request.method == "GET":
        terug = stapverzoek.teruggekomen()
        if terug is not None and "tekst" in terug.ruw:
            return _toon(nummer, _stand(terug), terug)
        with werk() as w:
            return _render(werktekst.begin(w, het_huis().beleid, vind_zaak(w, nummer)), None, "")
    poging = stapverzoek.lees_poging()
    stand = _stand(poging)
    uitkomst: list[_Stand] = []

    def doe(w: Werk, revisie: int) -> str:
        uitkomst.append(_klik(w, vind_zaak(w, nummer), revisie, poging, stand))
        return uitkomst[0].melding

    gedaan = stapverzoek.probeer(poging, doe)
    if isinstance(gedaan, Poging):
        return _toon(nummer, stand, replace(gedaan, actie=poging.actie.partition("|")[0])), gedaan.status
    return _toon(nummer, uitkomst[0], None)


def _eerste(poging: Poging, naam: str) -> str:
    return (poging.ruw.get(naam) or [""])[0]


def _stand(poging: Poging) -> _Stand:
    tekst = _eerste(poging, "tekst").replace("\r\n", "\n")
    return _Stand(tekst[: werktekst.LANGST], _eerste(poging, "laten").replace("\r\n", "\n"))


def _klik(w: Werk, zaak: Zaak, revisie: int, poging: Poging, stand: _Stand) -> _Stand:
    """Do what the button says. Errors: NietGevonden for who may not; those of a step."""
    werktekst.eis(w, zaak)
    # The value of a button says what it is about: text that was changed in between can't shift it.
    actie, _, rest = poging.actie.partition("|")
    nr, _, rest = rest.partition("|")
    soort, _, waarde = rest.replace("\r\n", "\n").partition("|")
    if actie == "nakijken":
        return replace(stand, melding=NAGEKEKEN)
    if actie == "weg":
        return replace(stand, tekst=werktekst.vervang(stand.tekst, waarde, werktekst.WEG), melding="Het nummer is weg.")
    if actie == "laat":
        return _laat(w, zaak, revisie, poging, stand, (soort, waarde, _eerste(poging, f"reden_{nr}")))
    if actie == "kluis":
        return _naar_kluis(w, zaak, revisie, poging, stand, (soort, waarde, _eerste(poging, f"wie_{nr}")))
    if actie == GEMIST:
        wat = (_eerste(poging, "gemist_soort"), _eerste(poging, GEMIST).strip(), _eerste(poging, "wie_gemist"))
        if not wat[1] or wat[1] not in stand.tekst:
            raise StapGeweigerd([], {GEMIST: "Neem precies over wat er in de tekst staat"})
        return _naar_kluis(w, zaak, revisie, poging, stand, wat)
    ruw = {"feit": [stand.tekst]}
    ruw |= {
        naam: [een for een in poging.ruw.get(naam, []) if een] for naam in ("categorie", "bron", "persoon", "datum")
    }
    werktekst.bewaar(w, het_huis().beleid, zaak, revisie, ruw, stand.laten)
    return replace(stand, melding=OPGESLAGEN)


def _laat(w: Werk, zaak: Zaak, revisie: int, poging: Poging, stand: _Stand, wat: tuple[str, str, str]) -> _Stand:
    soort, waarde, reden = wat
    laten = werktekst.laat(stand.laten, waarde, reden)
    if reden != werktekst.PLAATS:
        return replace(stand, laten=laten, melding="Het blijft staan.")
    werktekst.als_plaats(w, het_huis().beleid, zaak, revisie, soort, waarde, _eerste(poging, "bron"))
    return replace(stand, laten=laten, melding="De plaats is als feit bewaard.")


def _naar_kluis(w: Werk, zaak: Zaak, revisie: int, poging: Poging, stand: _Stand, wat: tuple[str, str, str]) -> _Stand:
    soort, waarde, wie = wat
    leeftijd = _eerste(poging, "leeftijd")
    _, pseudoniem = werktekst.naar_kluis(w, het_huis().beleid, zaak, revisie, soort, waarde, wie, leeftijd)
    return replace(stand, tekst=werktekst.vervang(stand.tekst, waarde, pseudoniem), melding=IN_KLUIS)


def _toon(nummer: str, stand: _Stand, poging: Poging | None) -> str:
    with werk() as w:
        pagina = werktekst.verder(w, het_huis().beleid, vind_zaak(w, nummer), stand.tekst, stand.laten)
    return _render(pagina, poging, stand.melding)


def _render(pagina: werktekst.Werktekst, poging: Poging | None, melding: str) -> str:
    beleid = het_huis().beleid
    stap = stap_van(beleid.routes[SIGNAAL], FEIT)
    velden = {veld.naam: veld for veld in stap.velden} if stap is not None else {}
    fouten: list[tuple[str, str]] = []
    if poging is not None:
        labels = {naam: veld.label for naam, veld in velden.items()}
        fouten = [("", punt) for punt in poging.punten]
        for naam, tekst in poging.velden.items():
            fouten.append((_anker(naam), stapverzoek.foutregel(labels.get(naam, ""), tekst)))
    return render_template(
        "werktekst.html",
        **vars(pagina),
        melding=melding,
        fouten=fouten,
        ingehaald=poging is not None and poging.ingehaald,
        teruggezet=poging is not None and poging.status == 200,
        waarden=_waarden(poging),
        veldfouten=dict(poging.velden) if poging is not None else {},
        velden=[velden[naam] for naam in ("categorie", "bron", "datum") if naam in velden],
        opties={naam: list(beleid.keuzes(velden[naam]).items()) for naam in ("categorie", "bron") if naam in velden},
        redenen=list(werktekst.REDENEN.items()),
        leeftijden=list(LEEFTIJDEN.items()),
        soorten=[(code, SOORTEN[code]) for code in IN_DE_KLUIS],
    )


def _anker(naam: str) -> str:
    return {"feit": "tekst", "waarde": "plekken", GEMIST: GEMIST}.get(naam, f"feit-{naam}")


def _waarden(poging: Poging | None) -> dict[str, Any]:
    """What was chosen beside the text, so that nothing has to be chosen twice."""
    return dict(poging.waarden) if poging is not None else {}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"zaak_tekst": zaak_tekst}
