"""Source research: per asked source a hit or none first, and only for a hit a short result.

A question of kind `bronnen` stands for as many questions as there are sources that check 1 was asked for. It is
unfolded into ordinary questions before a form is shown or read, so that a page, a reader of answers and a list of
errors need to know nothing about it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort
from workflow.stap import Stap, Veld
from workflow.taxonomie import Code, Taxonomie
from workflow.termijnen import plus_maanden
from workflow.zaak import Document, Zaak

SOORT, LIJST = "bronnen", "bronnen"
VRAAG, ANTWOORD = "onderzoeken", "resultaat_vastleggen"
BRON, RESULTAAT, DAG = "bron_", "resultaat_", "dag_"
TREFFER = "treffer"
UITKOMSTEN = {TREFFER: "Treffer", "geen_treffer": "Geen treffer", "niet_geraadpleegd": "Niet geraadpleegd"}
GEVRAAGD = "Nog geen uitkomst"
# The case holds results per source: weighing 4 is asked from then on.
KENMERK = "onderzocht"
# The condition under which the old questions, for all sources together, still count.
PER_BRON = "per_bron"
OUD = ("hit", "resultaat")


@dataclass(frozen=True)
class Bronregel:
    """What came out of one source, for the page of the case."""

    bron: str
    uitkomst: str
    resultaat: str
    dag: str
    vastgelegd: str


def uitleg(code: Code) -> str:
    """Who may consult a source, and how old what is in it may be."""
    jaren = f"hoogstens {code.oudste_jaren} jaar oud" if code.oudste_jaren else ""
    return ", ".join(een for een in (code.bevoegd, jaren) if een) + "." if code.bevoegd or jaren else ""


def met_uitleg(lijst: Taxonomie, keuzes: Mapping[str, str]) -> list[tuple[str, str]]:
    """The sources as the choices of a form, each with its rule beside it."""
    regels = {code: uitleg(lijst.codes[code]).rstrip(".") for code in keuzes if code in lijst.codes}
    return [(code, f"{keuzes[code]} ({regel})" if regel else keuzes[code]) for code, regel in regels.items()]


def onderzocht(zaak: Zaak) -> str:
    """ "ja" when results per source were recorded in this case, else "": what a condition of a question names."""
    return "ja" if zaak.kenmerken.get(KENMERK) else ""


def gevraagd(documenten: Sequence[Document]) -> tuple[str, ...]:
    """The sources that the last research asked for; () when none of it can be read."""
    for doc in reversed(documenten):
        if _is_stap(doc, VRAAG):
            return tuple(str(een) for een in (doc.inhoud or {})["velden"].get("bronnen", ()))
    return ()


def _is_stap(doc: Document, actie: str) -> bool:
    return doc.compartiment == "zaak" and doc.soort == "stap" and (doc.inhoud or {}).get("actie") == actie


def heeft(stap: Stap) -> bool:
    """Say whether a step asks something per source."""
    return any(veld.soort == SOORT for veld in stap.velden)


def voor_stap(
    stap: Stap, beleid: Beleid, documenten: Sequence[Document], ruw: Mapping[str, object] | None = None
) -> tuple[Stap, str]:
    """The step as it is asked in this case, and whether it is asked per source ("ja" or "nee").

    In: `ruw` what was sent (none: the form is shown). A form that answers the old questions and none per source is
    read as it always was.
    """
    if not heeft(stap):
        return stap, ""
    codes = gevraagd(documenten)
    gegeven = ruw or {}
    oud = any(naam in gegeven for naam in OUD) and not any(naam.startswith(BRON) for naam in gegeven)
    if not codes or oud:
        return replace(stap, velden=tuple(veld for veld in stap.velden if veld.soort != SOORT)), "nee"
    return replace(stap, velden=klap_uit(stap.velden, beleid, codes)), "ja"


def klap_uit(velden: Sequence[Veld], beleid: Beleid, codes: Collection[str]) -> tuple[Veld, ...]:
    """The questions with one of kind `bronnen` replaced by those of each source."""
    gevonden: list[Veld] = []
    for veld in velden:
        gevonden += [een for code in codes for een in _van_bron(beleid, code)] if veld.soort == SOORT else [veld]
    return tuple(gevonden)


def uit_antwoorden(velden: Sequence[Veld], beleid: Beleid, namen: Mapping[str, object]) -> tuple[Veld, ...]:
    """The questions that belong to these answers, whoever gave them and whenever."""
    codes = [naam.removeprefix(BRON) for naam in namen if naam.startswith(BRON)]
    return klap_uit(velden, beleid, codes)


def _van_bron(beleid: Beleid, code: str) -> tuple[Veld, ...]:
    lijst = beleid.taxonomie[LIJST]
    naam, bron = lijst.naam_van(code), lijst.codes.get(code)
    als = f"{BRON}{code}={TREFFER}"
    jaren = f"Hoogstens {bron.oudste_jaren} jaar oud." if bron and bron.oudste_jaren else ""
    keuzes = tuple(f"{een}={label}" for een, label in UITKOMSTEN.items())
    return (
        Veld(f"{BRON}{code}", naam, "keuze", verplicht=True, keuzes=keuzes, hint=uitleg(bron) if bron else ""),
        Veld(
            f"{RESULTAAT}{code}",
            f"{naam}: wat is de treffer?",
            "regel",
            verplicht=True,
            als=als,
            hint="Kort, zonder namen.",
        ),
        Veld(
            f"{DAG}{code}", f"{naam}: van wanneer is dit?", "datum", verplicht=True, als=als, hint=jaren, toekomst=False
        ),
    )


def te_oud(beleid: Beleid, velden: Mapping[str, Any], vandaag: date) -> dict[str, str]:
    """Per question what is wrong with the age of a result: too old may not be used, also when it was found."""
    fouten = {}
    for naam, waarde in velden.items():
        bron = beleid.taxonomie[LIJST].codes.get(naam.removeprefix(DAG)) if naam.startswith(DAG) else None
        if bron is None or not bron.oudste_jaren:
            continue
        if date.fromisoformat(waarde) < plus_maanden(vandaag, -12 * bron.oudste_jaren):
            fouten[naam] = f"Dit is ouder dan {bron.oudste_jaren} jaar. Uit deze bron mag je het niet gebruiken"
    return fouten


def per_bron(velden: Mapping[str, object]) -> bool:
    """Say whether these answers were given per source."""
    return any(naam.startswith(BRON) for naam in velden)


def overzicht(beleid: Beleid, documenten: Sequence[Document]) -> list[Bronregel]:
    """Per source of the newest research what came out; before that, that it was asked."""
    lijst = beleid.taxonomie[LIJST]
    laatste: list[Bronregel] = []
    for doc in documenten:
        velden = (doc.inhoud or {}).get("velden", {})
        if _is_stap(doc, VRAAG):
            laatste = [Bronregel(lijst.naam_van(str(code)), GEVRAAGD, "", "", "") for code in velden.get("bronnen", ())]
        elif _is_stap(doc, ANTWOORD) and per_bron(velden):
            codes = [naam.removeprefix(BRON) for naam in velden if naam.startswith(BRON)]
            laatste = [_regel(lijst, code, velden, doc) for code in codes]
        elif _is_stap(doc, ANTWOORD):
            # The old questions had one answer for all sources; it stands with the decisions.
            laatste = []
    return laatste


def _regel(lijst: Taxonomie, code: str, velden: Mapping[str, Any], doc: Document) -> Bronregel:
    dag = velden.get(f"{DAG}{code}")
    return Bronregel(
        bron=lijst.naam_van(code),
        uitkomst=UITKOMSTEN.get(str(velden[f"{BRON}{code}"]), ""),
        resultaat=str(velden.get(f"{RESULTAAT}{code}", "")),
        dag=dag_kort(date.fromisoformat(dag)) if dag else "",
        vastgelegd=dag_kort(doc.dag),
    )
