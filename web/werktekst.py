"""The working text of a case: what looks like personal data is pointed out, and one click moves it to the vault."""

from collections.abc import Callable, Sequence
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
# What is filled in per mark: the value it stands at, whose it is, why it may stay.
PLEK = "plek_"
PER_PLEK = (PLEK, "wie_", "reden_")
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
    # What was chosen at the other marks stays chosen.
    return _toon(nummer, uitkomst[0], replace(poging, ruw=_zonder_gedaan(poging)), gedaan)


def _zonder_gedaan(poging: Poging) -> dict[str, list[str]]:
    """What was filled in, without what this click used up."""
    actie = poging.actie.partition("|")[0]
    op = {GEMIST: (GEMIST, "gemist_soort", "wie_gemist"), FEIT: ("categorie", "persoon", "datum")}.get(actie, ())
    return {naam: waarden for naam, waarden in poging.ruw.items() if naam not in op}


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
        wat, veld = (soort, waarde, _eerste(poging, f"reden_{nr}")), f"reden_{nr}"
        return _laat(w, zaak, revisie, poging, stand, wat, veld)
    if actie == "kluis":
        wat, veld = (soort, waarde, _eerste(poging, f"wie_{nr}")), f"wie_{nr}"
        return _naar_kluis(w, zaak, revisie, poging, stand, wat, veld)
    if actie == GEMIST:
        wat = (_eerste(poging, "gemist_soort"), _eerste(poging, GEMIST).strip(), _eerste(poging, "wie_gemist"))
        if not wat[1] or wat[1] not in stand.tekst:
            raise StapGeweigerd([], {GEMIST: "Neem precies over wat er in de tekst staat"})
        return _naar_kluis(w, zaak, revisie, poging, stand, wat, "wie_gemist")
    ruw = {"feit": [stand.tekst]}
    ruw |= {
        naam: [een for een in poging.ruw.get(naam, []) if een] for naam in ("categorie", "bron", "persoon", "datum")
    }
    werktekst.bewaar(w, het_huis().beleid, zaak, revisie, ruw, stand.laten)
    return replace(stand, melding=OPGESLAGEN)


def _laat(
    w: Werk, zaak: Zaak, revisie: int, poging: Poging, stand: _Stand, wat: tuple[str, str, str], veld: str
) -> _Stand:
    soort, waarde, reden = wat
    if reden not in werktekst.REDENEN:
        raise StapGeweigerd([], {veld: "Kies waarom dit mag blijven staan"})
    laten = werktekst.laat(stand.laten, waarde, reden)
    if reden != werktekst.PLAATS:
        return replace(stand, laten=laten, melding="Het blijft staan.")
    werktekst.als_plaats(w, het_huis().beleid, zaak, revisie, soort, waarde, _eerste(poging, "bron"))
    return replace(stand, laten=laten, melding="De plaats is als feit bewaard.")


def _naar_kluis(
    w: Werk, zaak: Zaak, revisie: int, poging: Poging, stand: _Stand, wat: tuple[str, str, str], veld: str
) -> _Stand:
    soort, waarde, wie = wat
    if soort not in IN_DE_KLUIS and veld == "wie_gemist":
        raise StapGeweigerd([], {"gemist_soort": "Kies wat voor gegeven dit is"})
    if not wie:
        raise StapGeweigerd([], {veld: "Kies van wie dit is"})
    leeftijd = _eerste(poging, "leeftijd")
    _, pseudoniem = werktekst.naar_kluis(w, het_huis().beleid, zaak, revisie, soort, waarde, wie, leeftijd)
    return replace(stand, tekst=werktekst.vervang(stand.tekst, waarde, pseudoniem), melding=IN_KLUIS)


def _toon(nummer: str, stand: _Stand, poging: Poging, gedaan: str = "") -> str:
    """The page as it is now. `gedaan` says what was done; without it something was refused, or came back."""
    with werk() as w:
        pagina = werktekst.verder(w, het_huis().beleid, vind_zaak(w, nummer), stand.tekst, stand.laten)
    return _render(pagina, _hernummer(poging, pagina.plekken), gedaan)


def _hernummer(poging: Poging, plekken: Sequence[werktekst.Plek]) -> Poging:
    """What was chosen per mark, and what is wrong with it, under the number that the mark has now.

    A mark is known by its value: one click, or a change in the text, shifts the numbers of all that follow.
    """
    oud = {waarden[0]: naam for naam, waarden in poging.ruw.items() if naam.startswith(PLEK) and waarden}
    nieuw = {oud[een.waarde].removeprefix(PLEK): str(een.nr) for een in plekken if een.waarde in oud}

    def naar(naam: str) -> str:
        soort, _, nr = naam.rpartition("_")
        if f"{soort}_" not in PER_PLEK or not nr.isdigit():
            return naam
        return f"{soort}_{nieuw[nr]}" if nr in nieuw else ""

    ruw = {naar(naam): waarden for naam, waarden in poging.ruw.items() if naar(naam)}
    # A mark that is gone has no field to point at: then the error stands by itself.
    velden = {naar(naam): tekst for naam, tekst in poging.velden.items() if naar(naam)}
    punten = [tekst for naam, tekst in poging.velden.items() if not naar(naam)]
    return replace(poging, ruw=ruw, velden=velden, punten=(*poging.punten, *punten))


def _render(pagina: werktekst.Werktekst, poging: Poging | None, melding: str) -> str:
    beleid = het_huis().beleid
    stap = stap_van(beleid.routes[SIGNAAL], FEIT)
    velden = {veld.naam: veld for veld in stap.velden} if stap is not None else {}
    fouten: list[tuple[str, str]] = []
    if poging is not None:
        labels = {naam: veld.label for naam, veld in velden.items()} | {"gemist": "Wat staat er"}
        for plek in pagina.plekken:
            labels |= {f"wie_{plek.nr}": plek.waarde, f"reden_{plek.nr}": plek.waarde}
        fouten = [("", punt) for punt in poging.punten]
        for naam, tekst in poging.velden.items():
            fouten.append((_anker(naam), stapverzoek.foutregel(labels.get(naam, ""), tekst)))
    return render_template(
        "werktekst.html",
        **vars(pagina),
        melding=melding,
        fouten=fouten,
        ingehaald=poging is not None and poging.ingehaald,
        teruggezet=poging is not None and poging.status == 200 and not melding,
        waarden=_waarden(poging),
        veldfouten=dict(poging.velden) if poging is not None else {},
        velden=[velden[naam] for naam in ("categorie", "bron", "datum") if naam in velden],
        opties={naam: list(beleid.keuzes(velden[naam]).items()) for naam in ("categorie", "bron") if naam in velden},
        redenen=list(werktekst.REDENEN.items()),
        leeftijden=list(LEEFTIJDEN.items()),
        soorten=[(code, SOORTEN[code]) for code in IN_DE_KLUIS],
    )


def _anker(naam: str) -> str:
    if naam.rpartition("_")[0] + "_" in PER_PLEK or naam.startswith((GEMIST, "wie_")):
        return naam
    return {"feit": "tekst", "waarde": "plekken"}.get(naam, f"feit-{naam}")


def _waarden(poging: Poging | None) -> dict[str, Any]:
    """What was chosen beside the text, so that nothing has to be chosen twice."""
    return dict(poging.waarden) if poging is not None else {}


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"zaak_tekst": zaak_tekst}
