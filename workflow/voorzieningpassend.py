"""Which entries of the directory fit what somebody needs, and why the others do not: reasons, no score, no choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.beleid import Beleid
from workflow.keuzes import LEEFTIJDEN

PAST, VRAAG, PAST_NIET = "Past", "Vraag het na", "Past niet"
# A contra-indication that is not one the shelter takes or not, but says for whom the place is.
ANDERS_GEZEGD = {"man", "transgender", "kinderen", "geen_verblijfsrecht", "dader_kent_locatie"}


@dataclass(frozen=True)
class Behoefte:
    """What is needed, in the codes of a request; empty is not asked."""

    voor_wie: str = ""
    leeftijd: str = ""
    kinderen: int = 0
    verblijf: str = ""
    contra: tuple[str, ...] = ()
    taal: str = ""
    mijden: str = ""


@dataclass(frozen=True)
class Oordeel:
    """How one entry stands beside the needs: what does not fit, and what nobody wrote down."""

    past_niet: tuple[str, ...]
    vraag_na: tuple[str, ...]

    @property
    def stand(self) -> str:
        """In one of three groups."""
        if self.past_niet:
            return PAST_NIET
        return VRAAG if self.vraag_na else PAST


def behoefte_van(aanvraag: Mapping[str, Any]) -> Behoefte:
    """The needs of a request for shelter."""
    contra = tuple(aanvraag.get("contra_indicaties") or ())
    # Older requests say these only as something to reckon with.
    voor = str(aanvraag.get("voor_wie") or next((een for een in ("man", "transgender") if een in contra), ""))
    kinderen = int(aanvraag.get("kinderen") or ("kinderen" in contra))
    verblijf = str(aanvraag.get("verblijf") or ("derde_zonder" if "geen_verblijfsrecht" in contra else ""))
    return Behoefte(
        voor_wie=voor,
        leeftijd=str(aanvraag.get("leeftijd", "")),
        kinderen=kinderen,
        verblijf="" if verblijf == "verblijf_onbekend" else verblijf,
        contra=tuple(een for een in contra if een not in ANDERS_GEZEGD),
        taal=str(aanvraag.get("taal", "")).strip(),
        mijden=str(aanvraag.get("regio_mijden", "")),
    )


def oordeel(beleid: Beleid, codes: Mapping[str, Any], nodig: Behoefte) -> Oordeel:
    """Hold one entry against the needs."""
    niet: list[str] = []
    vraag: list[str] = []
    lijst = beleid.taxonomie["opvang"]

    def voor(veld: str, code: str, naam: str, wat: str) -> None:
        mag: Sequence[str] = codes.get(veld) or ()
        if code and not mag:
            vraag.append(f"Vraag na: {wat}")
        elif code and code not in mag:
            niet.append(f"Niet voor: {naam[:1].lower()}{naam[1:]}")

    voor("voor_wie", nodig.voor_wie, lijst.naam_van(nodig.voor_wie), "voor wie is de plek?")
    voor("leeftijd", nodig.leeftijd, LEEFTIJDEN.get(nodig.leeftijd, ""), "voor welke leeftijd?")
    voor("verblijf", nodig.verblijf, lijst.naam_van(nodig.verblijf), "welk verblijfsrecht?")
    _kinderen(codes, nodig, niet, vraag)
    contra = beleid.taxonomie["contra_indicaties"]
    for code in nodig.contra:
        if code in (codes.get("neemt_niet") or ()):
            niet.append(contra.codes[code].let_op or contra.naam_van(code))
        elif code not in (codes.get("neemt") or ()):
            vraag.append(f"Vraag na: {contra.naam_van(code)[:1].lower()}{contra.naam_van(code)[1:]}")
    streek = str(codes.get("regio", "")).strip().casefold()
    if streek and streek in nodig.mijden.casefold():
        niet.append("Ligt in een streek die niet veilig is")
    talen = str(codes.get("talen", ""))
    if nodig.taal and nodig.taal.casefold() not in talen.casefold():
        vraag.append(f"Vraag na: {nodig.taal}, of een tolk")
    return Oordeel(tuple(dict.fromkeys(niet)), tuple(dict.fromkeys(vraag)))


def _kinderen(codes: Mapping[str, Any], nodig: Behoefte, niet: list[str], vraag: list[str]) -> None:
    if not nodig.kinderen:
        return
    mag, hoogstens = codes.get("kinderen"), codes.get("kinderen_hoogstens")
    if mag == "nee":
        niet.append("Neemt geen kinderen")
    elif mag is None:
        vraag.append("Vraag na: mogen kinderen mee?")
    elif hoogstens is not None and nodig.kinderen > int(hoogstens):
        niet.append("Neemt hoogstens 1 kind" if int(hoogstens) == 1 else f"Neemt hoogstens {hoogstens} kinderen")
