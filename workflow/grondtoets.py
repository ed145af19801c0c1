"""The ground test of a hand-off: may this ground carry these data to this recipient, how long, and by whom decided."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from workflow import toestemming
from workflow.beleid import Beleid
from workflow.context import Context
from workflow.datumtekst import dag_kort
from workflow.fouten import StapGeweigerd
from workflow.taxonomie import Code
from workflow.zaak import Document

# The term of klokken.toml that says how long a recipient may read at most.
HOOGSTENS = "verstrekking_hoogstens"
OPVANG = "opvang-"


def gronden(beleid: Beleid, gegeven: Mapping[str, Any]) -> list[Code]:
    """The grounds of a hand-off as rows of the list: the first one, and the second one when there is one."""
    lijst = beleid.taxonomie["gronden"].codes
    return [lijst[str(gegeven[naam])] for naam in ("grond", "grond_bijzonder") if gegeven.get(naam) in lijst]


def grondfouten(
    beleid: Beleid,
    gekozen: Sequence[Code],
    ontvanger: str,
    vorm: str,
    categorieen: Collection[str],
    geldt: Collection[str],
) -> list[str]:
    """Why these grounds can't carry this hand-off, in Dutch; [] when they can.

    In: `ontvanger` as the covenant names him, `geldt` the circumstances that hold. Source: gronden.toml.
    """
    wie = "opvang" if ontvanger.startswith(OPVANG) else ontvanger
    punten = []
    for een in gekozen:
        if een.ontvangers and wie not in een.ontvangers:
            punten.append(f"De grond '{een.naam}' past niet bij deze ontvanger. Kies een andere grond.")
        if een.vormen and vorm not in een.vormen:
            punten.append(f"De grond '{een.naam}' past niet bij deze vorm. Kies een andere grond.")
        if een.als and een.als not in geldt:
            wat = beleid.convenant.omstandigheden[een.als]
            punten.append(f"De grond '{een.naam}' kan alleen als dit klopt: {wat}.")
    if vorm == "S" or not gekozen:
        return punten
    namen = beleid.convenant.categorieen
    over = [
        code for code in sorted(categorieen) if not any(not g.categorieen or code in g.categorieen for g in gekozen)
    ]
    punten += [f"Deze grond geldt niet voor: {namen[code].naam.lower()}. Kies er een grond bij." for code in over]
    return punten


def doelfout(beleid: Beleid, doel: str, ontvanger: str) -> str:
    """Why this purpose does not fit this recipient, in Dutch; "" when it does. Source: doelen.toml."""
    code = beleid.taxonomie["doelen"].codes.get(doel)
    wie = "opvang" if ontvanger.startswith(OPVANG) else ontvanger
    if code is None or not code.ontvangers or wie in code.ontvangers:
        return ""
    return f"Het doel '{code.naam}' past niet bij deze ontvanger"


def uiterste_dag(c: Context, vanaf: date) -> date:
    """The last day that a hand-off of this day may be valid."""
    return c.beleid.kalender.plus(vanaf, c.beleid.klokken.termijnen[HOOGSTENS], c.zaak.houder)


def toets(c: Context, velden: Mapping[str, Any], categorieen: Collection[str], personen: Collection[str]) -> None:
    """Check the answers of a new hand-off before anything is read from the vault or written.

    In: the categories and the people (pseudonyms) it is about. Errors: StapGeweigerd with the fields that are wrong.
    """
    fouten: dict[str, str] = {}
    punten = [een for een in (c.beleid.convenant.waarom_niet(c.vandaag),) if een]
    hoogstens = uiterste_dag(c, c.vandaag)
    if date.fromisoformat(str(velden["geldig_tot"])) > hoogstens:
        fouten["geldig_tot"] = f"Kies een dag tot en met {dag_kort(hoogstens)}"
    if velden.get("uitzondering") and not velden.get("uitzondering_reden"):
        fouten["uitzondering_reden"] = "Vul dit in"
    if velden.get("overleg_dag") and not _was_overleg(c, str(velden["overleg_dag"])):
        fouten["overleg_dag"] = "Op deze dag was er geen overleg. Vul de dag van het overleg in"
    if velden.get("geheimhouding_grond") == "toestemming" and velden.get("toestemming") != "ja":
        fouten["geheimhouding_grond"] = "Er is geen toestemming. Kies iets anders"
    if niet := doelfout(c.beleid, str(velden["doel"]), str(velden["ontvanger"])):
        fouten["doel"] = f"{niet}. Kies een ander doel"
    fouten |= _toestemming(velden, c.documenten("zaak"), personen)
    punten += grondfouten(
        c.beleid,
        gronden(c.beleid, velden),
        str(velden["ontvanger"]),
        str(velden["vorm"]),
        categorieen,
        gesteld(velden),
    )
    if fouten or punten:
        raise StapGeweigerd(punten, fouten)


def gesteld(velden: Mapping[str, Any]) -> set[str]:
    """The circumstances that the maker of a hand-off states."""
    ja = {naam for naam in ("toestemming", "vitaal_belang") if velden.get(naam) in (True, "ja")}
    return ja | set(velden.get("omstandigheden", []))


def _toestemming(
    velden: Mapping[str, Any], documenten: Sequence[Document], personen: Collection[str]
) -> dict[str, str]:
    if not toestemming.steunt_op_toestemming(velden):
        return {}
    dag = toestemming.teruggenomen(toestemming.stand(documenten), personen)
    if not dag or str(velden.get("toestemming_opnieuw", "")) >= dag:
        return {}
    wanneer = dag_kort(date.fromisoformat(dag))
    return {"toestemming_opnieuw": f"De toestemming is ingetrokken op {wanneer}. Vul in wanneer je het opnieuw vroeg"}


def _was_overleg(c: Context, dag: str) -> bool:
    return any(een.gemeente == c.zaak.houder and een.dag.isoformat() == dag for een in c.werk.overleggen.lijst())
