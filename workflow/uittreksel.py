"""What a recipient gets of a case: facts and people, each in the form that the covenant allows him and not one more.

Pure: no keys, no storage, no clock. Whoever composes something that leaves a desk, or shows a part of a case, does it
here, so that there is one place where a field can slip through.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.convenant import NOOIT_DELEN, Convenant, Generaliseren, hooguit
from workflow.hernoemen import hernoem

Inhoud = Mapping[str, Any]

ONBEKEND = "onbekend"
KOPPEN = {"gemeente": "Gemeente", "sector": "Soort plek"}
ZONDER_NAAM = "Deze persoon gaat met een P-nummer mee. Daarom gaan gegevens uit de kluis over deze persoon niet mee."
NAAR_ROL = {"dader": "D4", "kind": "D9"}
IN_VORM_J = "J"
_GEEN: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Weglating:
    """What was asked and does not go as such: its category, why, and how many pieces fell under it."""

    categorie: str
    reden: str
    aantal: int


@dataclass(frozen=True)
class Uittreksel:
    """An extract: the documents to seal or to show, per category the form that went, and what was left out."""

    documenten: tuple[Inhoud, ...] = ()
    vormen: Mapping[str, str] = field(default_factory=dict)
    weggelaten: tuple[Weglating, ...] = ()

    @property
    def categorieen(self) -> tuple[str, ...]:
        """The categories that are in it, those of which only a number goes too."""
        return tuple(sorted(self.vormen))

    @property
    def feiten(self) -> tuple[Inhoud, ...]:
        """The facts."""
        return tuple(een for een in self.documenten if een["soort"] == "feit")

    @property
    def personen(self) -> tuple[Inhoud, ...]:
        """The people."""
        return tuple(een for een in self.documenten if een["soort"] == "persoon")


def categorie_van(rol: str, gegeven: str = "") -> str:
    """The category of a person by his role, or of one of the facts that the vault holds about him.

    Where somebody lives is D6, for the safety of a victim; of a possible offender it is what else is known of him.
    """
    if gegeven == "adres" and rol != "dader":
        return "D6"
    return NAAR_ROL.get(rol, "D2")


class _Samensteller:
    """One extract while it is made. It counts what it leaves out."""

    def __init__(
        self,
        convenant: Convenant,
        ontvanger: str,
        vorm: str,
        omstandigheden: Collection[str],
        op: date,
        uitzondering: Collection[str],
    ) -> None:
        self._convenant = convenant
        self._vraag = (ontvanger, vorm, omstandigheden, op)
        self._vorm = vorm
        # An exception is made under a covenant that holds, never instead of one.
        self._uitzondering = set(uitzondering) - set(NOOIT_DELEN) if convenant.geldt_op(op) else set()
        self._besloten: dict[str, tuple[str, str]] = {}
        self._weg: dict[tuple[str, str], int] = {}
        self.vormen: dict[str, str] = {}

    def vorm(self, categorie: str) -> str:
        """The form in which a category goes: the lower of what was asked and what may."""
        if categorie not in self._besloten:
            besluit = self._convenant.besluit(categorie, *self._vraag)
            hoogste = self._vorm if categorie in self._uitzondering else besluit.hoogste_vorm
            self._besloten[categorie] = (hooguit(self._vorm, hoogste), besluit.reden)
        return self._besloten[categorie][0]

    def laat_weg(self, categorie: str, reden: str = "") -> None:
        sleutel = (categorie, reden or self._besloten[categorie][1])
        self._weg[sleutel] = self._weg.get(sleutel, 0) + 1

    def gaat_mee(self, categorie: str) -> bool:
        """Say whether something of this category goes as a document; what does not is counted."""
        vorm = self.vorm(categorie)
        if vorm != "N":
            self.vormen[categorie] = vorm
        if vorm in ("N", "S"):
            self.laat_weg(categorie)
        return vorm not in ("N", "S")

    @property
    def weggelaten(self) -> tuple[Weglating, ...]:
        return tuple(Weglating(categorie, reden, aantal) for (categorie, reden), aantal in self._weg.items())


def stel_samen(
    convenant: Convenant,
    ontvanger: str,
    vorm: str,
    omstandigheden: Collection[str],
    op: date,
    *,
    feiten: Sequence[Inhoud],
    personen: Sequence[Inhoud],
    namen: Mapping[str, Mapping[str, str]] = _GEEN,
    pseudoniemen: Mapping[str, str] | None,
    generaliseer: Generaliseren,
    uitzondering: Collection[str] = (),
    standaard: Mapping[str, str] = _GEEN,
    bekend: Collection[str] = (),
) -> Uittreksel:
    """Compose what `ontvanger` gets of these facts and people when `vorm` is asked for, on the day `op`.

    In: `feiten` and `personen` as they stand in the case; `namen`: opened vault values by own pseudonym;
    `pseudoniemen`: own pseudonym → the recipient's (None: who reads inside the case keeps its own); `uitzondering`:
    categories that go by exception (never D8 and D11); `standaard`: coded parts for facts that have none of their own;
    `bekend`: the own pseudonyms of everybody in the case, of whom `personen` may be a part.
    Out: N leaves out, S counts, P generalises, J gives it as it stands. Errors: ConvenantOnbekend.
    """
    werk = _Samensteller(convenant, ontvanger, vorm, omstandigheden, op, uitzondering)
    mee = [een for een in personen if werk.gaat_mee(categorie_van(str(een["rol"])))]
    binnen = pseudoniemen is None
    eigen = {str(een["pseudoniem"]) for een in mee}
    nieuw = {naam: naam if pseudoniemen is None else pseudoniemen[naam] for naam in eigen}
    dicht = {str(een["pseudoniem"]) for een in personen if werk.vorm(categorie_van(str(een["rol"]))) == "N"}
    documenten = [_persoon(werk, een, nieuw, namen, generaliseer, binnen=binnen) for een in mee]
    iedereen = frozenset((*bekend, *(str(een["pseudoniem"]) for een in personen)))
    for feit in feiten:
        if str(feit.get("persoon") or "") in dicht:
            # A fact about somebody of whom this recipient may know nothing is something about him.
            werk.laat_weg(categorie_van(_rol(personen, str(feit["persoon"]))))
        elif werk.gaat_mee(str(feit["categorie"])):
            verberg = dicht if binnen else None
            documenten.append(_feit(werk, feit, nieuw, iedereen, verberg, generaliseer, standaard))
    return Uittreksel(tuple(documenten), werk.vormen, werk.weggelaten)


def _rol(personen: Sequence[Inhoud], pseudoniem: str) -> str:
    return next((str(een["rol"]) for een in personen if een["pseudoniem"] == pseudoniem), "")


def _persoon(
    werk: _Samensteller,
    inhoud: Inhoud,
    nieuw: Mapping[str, str],
    namen: Mapping[str, Mapping[str, str]],
    generaliseer: Generaliseren,
    *,
    binnen: bool,
) -> Inhoud:
    """A person of the extract. Vault values go only beside a person who goes with names himself."""
    rol, eigen = str(inhoud["rol"]), str(inhoud["pseudoniem"])
    categorie = categorie_van(rol)
    vorm = werk.vorm(categorie)
    delen = ("rol", "leeftijdsklasse") if vorm == IN_VORM_J else generaliseer.persoon
    persoon = {naam: inhoud.get(naam, "") if naam in delen else "" for naam in ("rol", "leeftijdsklasse")}
    if binnen:
        toelichting = inhoud.get("toelichting", "") if vorm == IN_VORM_J or "toelichting" in delen else ""
        persoon = {**_eigen(inhoud, vorm), **persoon, "toelichting": toelichting}
    persoon |= {"soort": "persoon", "pseudoniem": nieuw[eigen]}
    gegevens, vormen = {}, {categorie: vorm}
    for naam, waarde in namen.get(eigen, {}).items():
        if naam == "pseudoniem" or not waarde:
            continue
        soort = categorie_van(rol, naam)
        if vorm != IN_VORM_J:
            werk.laat_weg(soort, ZONDER_NAAM)
        elif werk.vorm(soort) != IN_VORM_J:
            werk.laat_weg(soort)
        else:
            gegevens[naam] = waarde
            vormen[soort] = werk.vormen[soort] = IN_VORM_J
    return {**persoon, "categorieen": sorted(vormen), "vormen": vormen, "gegevens": gegevens}


def _feit(
    werk: _Samensteller,
    inhoud: Inhoud,
    nieuw: Mapping[str, str],
    iedereen: Collection[str],
    verberg: Collection[str] | None,
    generaliseer: Generaliseren,
    standaard: Mapping[str, str],
) -> Inhoud:
    categorie = str(inhoud["categorie"])
    vorm = werk.vorm(categorie)
    delen = generaliseer.delen.get(categorie, ()) if vorm != IN_VORM_J else ()
    tekst = (
        _in_delen(inhoud, delen, generaliseer, standaard)
        if delen
        else hernoem(str(inhoud["feit"]), nieuw, iedereen, verberg)
    )
    eigen = _eigen(inhoud, vorm) if verberg is not None else {}
    return {
        **eigen,
        "soort": "feit",
        "categorie": categorie,
        "categorieen": [categorie],
        "vormen": {categorie: vorm},
        "feit": tekst,
        "bron": inhoud.get("bron", ""),
        "persoon": nieuw.get(str(inhoud.get("persoon") or ""), ""),
        "datum": inhoud.get("datum", ""),
    }


def _eigen(inhoud: Inhoud, vorm: str) -> dict[str, Any]:
    """What who works on the case keeps of a document: all of it, or in form P whose it is and where.

    The reference opens nothing without the key of the vault.
    """
    return {naam: een for naam, een in inhoud.items() if vorm == IN_VORM_J or naam in ("id", "door", "verwijzing")}


def _in_delen(inhoud: Inhoud, delen: Sequence[str], generaliseer: Generaliseren, standaard: Mapping[str, str]) -> str:
    """The coded parts in words: the text of the fact itself stays home."""
    zinnen = []
    for deel in delen:
        code = str(inhoud.get(deel) or standaard.get(deel, ""))
        zinnen.append(f"{KOPPEN[deel]}: {generaliseer.woorden.get(deel, {}).get(code, ONBEKEND)}.")
    return " ".join(zinnen)


def niet_meer(
    convenant: Convenant,
    ontvanger: str,
    omstandigheden: Collection[str],
    op: date,
    documenten: Sequence[Inhoud],
    vorm: str = "",
    uitzondering: Collection[str] = (),
) -> list[str]:
    """Why what was composed earlier may not go on the day `op`: one line each; [] when all of it may.

    In: `vorm` is the form of documents that do not hold the forms of their categories themselves.
    """
    open_ = set(uitzondering) - set(NOOIT_DELEN) if convenant.geldt_op(op) else set()
    redenen: dict[str, None] = {}
    for doc in documenten:
        vormen = doc.get("vormen") or dict.fromkeys(doc.get("categorieen", ()), vorm)
        for categorie, gaat in sorted(vormen.items()):
            besluit = convenant.besluit(categorie, ontvanger, gaat, omstandigheden, op)
            if not besluit.mag and categorie not in open_:
                redenen[besluit.reden] = None
    return list(redenen)
