"""The acts on a meeting itself, as forms: plan, move, call off, who chairs, close."""

import re

from workflow.aanbod import Aanbod
from workflow.beleid import Beleid
from workflow.overlegstand import SOORTEN
from workflow.ports import Werk
from workflow.stap import Stap, Veld
from workflow.velden import Antwoordfout

GEPLAND, GEOPEND, GESLOTEN = "gepland", "geopend", "gesloten"
STATEN = {GEPLAND: "Gepland", GEOPEND: "Open", GESLOTEN: "Geweest"}
VA = ("veiligheidsadviseur",)
PLANNEN_RITME, OPENEN, TEKENEN = "plannen_ritme", "openen", "tekenen"
TOELATEN, WEGGAAN, OMHOOG, OMLAAG = "toelaten", "weggaan", "omhoog", "omlaag"

_TIJD = Veld("tijd", "Hoe laat?", "regel", hint="Bijvoorbeeld 14.00.")
_PLAATS = Veld("plaats", "Waar?", "regel", hint="Noem geen zaak en geen namen.")
_REDEN = Veld("reden", "Waarom?", "keuze", verplicht=True)
_VOORZITTER = Veld("voorzitter", "Wie zit voor?", "keuze", hint="Laat leeg als jij voorzit.")
_SOORT = Veld("soort", "Wat voor overleg is het?", "keuze", hint="Laat leeg voor een gewoon overleg.")
_DATUM = Veld("datum", "Op welke dag?", "datum", verplicht=True, verleden=False)

PLANNEN = Stap(
    actie="plannen",
    knop="Overleg plannen",
    van=(GEPLAND,),
    naar=GEPLAND,
    door=VA,
    uitleg="De aandachtsfunctionaris kan daarna zaken op de agenda zetten.",
    velden=(_DATUM, _TIJD, _PLAATS, _VOORZITTER, _SOORT),
)
VERZETTEN = Stap(
    actie="verzetten",
    knop="Naar een andere dag",
    van=(GEPLAND,),
    naar=GEPLAND,
    door=VA,
    uitleg="De zaken op de agenda gaan mee. De deelnemers krijgen bericht.",
    velden=(_DATUM, _TIJD, _PLAATS, _REDEN),
)
AFZEGGEN = Stap(
    actie="afzeggen",
    knop="Overleg afzeggen",
    van=(GEPLAND,),
    naar=GESLOTEN,
    door=VA,
    uitleg="De zaken gaan naar het volgende overleg. De deelnemers krijgen bericht.",
    velden=(_REDEN,),
)
DOORSCHUIVEN = Stap(
    actie="doorschuiven",
    knop="Zaken naar het volgende overleg",
    van=(GEPLAND,),
    naar=GESLOTEN,
    door=VA,
    uitleg="Dit overleg is niet gehouden. De zaken gaan naar het volgende overleg.",
)
VOORZITTER = Stap(
    actie="voorzitter",
    knop="Andere voorzitter",
    van=(GEPLAND, GEOPEND),
    naar="=",
    door=VA,
    uitleg="Tijdens het overleg kan alleen iemand die er is voorzitten.",
    velden=(Veld("voorzitter", "Wie zit voor?", "keuze", verplicht=True),),
)
SLUITEN = Stap(
    actie="sluiten",
    knop="Overleg sluiten",
    van=(GEOPEND,),
    naar=GESLOTEN,
    door=VA,
    uitleg="De deelnemers kunnen de stukken daarna niet meer lezen.",
)
STAPPEN = {een.actie: een for een in (VERZETTEN, AFZEGGEN, DOORSCHUIVEN, VOORZITTER, SLUITEN)}

_UUR = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def voorzitters(werk: Werk, gemeente: str) -> dict[str, str]:
    """Who may chair: the people of the overleg desk, by id in hex."""
    return {een.id.hex(): een.naam for een in werk.mensen.van_werkplek(f"overleg.{gemeente}")}


def keuzes_voor(werk: Werk, beleid: Beleid, gemeente: str, veld: Veld) -> dict[str, str]:
    """Code → words of a field of these acts."""
    if veld.naam == "voorzitter":
        return voorzitters(werk, gemeente)
    return dict({"soort": SOORTEN, "reden": beleid.overleg.redenen}.get(veld.naam, {}))


def aanbod_van(werk: Werk, beleid: Beleid, gemeente: str, stap: Stap) -> Aanbod:
    """One of these acts as a form."""
    velden = [een for een in stap.velden if een.soort == "keuze"]
    return Aanbod(stap, {een.naam: list(keuzes_voor(werk, beleid, gemeente, een).items()) for een in velden})


def lees_tijd(tekst: str) -> str:
    """A time of day as "14.00"; "" stays "". Errors: Antwoordfout."""
    if not tekst:
        return ""
    gevonden = _UUR.fullmatch(tekst.strip().removesuffix("uur").strip())
    if gevonden is None:
        raise Antwoordfout("Vul een tijd in, bijvoorbeeld 14.00")
    return f"{int(gevonden[1]):02d}.{gevonden[2]}"
