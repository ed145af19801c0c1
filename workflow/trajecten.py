"""Starting a smaller route: a hand-off, a search for shelter, an action."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow import afschermen, staatwissel
from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.partners import coordinator
from workflow.verstrekkingsregels import besluit, categorie_van, leeftijden
from workflow.zaak import Document, Traject

VOORVOEGSEL = {"verstrekking": "VS", "opvang": "OV", "actie": "AC"}
VEILIG_THUIS = "veilig-thuis"
STELLINGEN = ("toestemming", "vitaal_belang")


def _ontvanger(c: Context, route: str, velden: Mapping[str, Any]) -> str:
    if route == "verstrekking":
        return c.beleid.partners[velden["ontvanger"]].werkplek
    if route == "actie":
        return f"uitvoering-{velden['afdeling']}.{c.zaak.houder}"
    alleen = bool(velden.get("alleenstaande_vreemdeling"))
    return coordinator(c.beleid.partners, velden["leeftijd"], alleen).werkplek


def _maker(c: Context, velden: Mapping[str, Any]) -> str:
    # The registration at Veilig Thuis is work of the aandachtsfunctionaris, whoever took the case up.
    zelf = c.rol == "veiligheidsadviseur" and velden.get("ontvanger") != VEILIG_THUIS
    return f"overleg.{c.zaak.houder}" if zelf else f"af.{c.zaak.houder}"


def open_traject(c: Context, route_naam: str, velden: Mapping[str, Any], **kenmerken: Any) -> Traject:
    """Make a walk and its compartment, wrap the keys as its route says, and set its clocks."""
    route = c.werk.route(route_naam)
    (actie,) = route.start
    stap = route.stap("start", actie)
    datum = velden.get("datum") if route_naam == "actie" else None
    traject = Traject(
        id=c.werk.nieuw_id(),
        zaak_id=c.zaak.id,
        herkomst=c.zaak.herkomst,
        houder=c.zaak.houder,
        route=route_naam,
        route_hash=route.hash,
        nummer=c.werk.nieuw_nummer(VOORVOEGSEL[route_naam]),
        staat=stap.naar,
        maker=_maker(c, velden),
        ontvanger=_ontvanger(c, route_naam, velden),
        vorm=str(velden.get("vorm", "")),
        spoed=c.zaak.spoed,
        dag_in=c.vandaag,
        dag_staat=c.vandaag,
        geldig_tot=date.fromisoformat(velden["geldig_tot"]) if velden.get("geldig_tot") else None,
        kenmerken={**kenmerken, **({"datum": datum} if datum else {})},
    )
    traject = staatwissel.betreed(c.werk, c.beleid, route, traject, stap.naar)
    c.werk.trajecten.nieuw(traject)
    for sleutel in stap.geeft:
        if sleutel.als == "vorm_ps" and traject.vorm not in ("P", "S"):
            continue
        naam = traject.compartiment(sleutel.compartiment)
        afschermen.geef(c.werk, c.zaak, traject, naam, traject.werkplek(sleutel.werkplek))
    staatwissel.zet_klokken(c.werk, c.beleid, route, c.zaak, traject)
    c.werk.log(f"{route_naam}_{actie}", traject)
    return traject


def maak_actie(c: Context, velden: Mapping[str, Any]) -> Traject:
    """An agreed action: the department reads the assignment and nothing else."""
    traject = open_traject(c, "actie", velden, instrument=velden["instrument"])
    opdracht = {naam: velden[naam] for naam in ("instrument", "opdracht", "datum")}
    c.werk.documenten.schrijf(traject, traject.compartiment("actie"), {"soort": "opdracht", **opdracht})
    return traject


def maak_aanvraag(c: Context, velden: Mapping[str, Any]) -> Traject:
    """A request for a safe place; who needs it stands in a compartment of its own."""
    traject = open_traject(c, "opvang", velden, leeftijd=velden["leeftijd"], toestemming=velden["toestemming"])
    gevraagd = {naam: waarde for naam, waarde in velden.items() if naam in _VAN_AANVRAAG}
    c.werk.documenten.schrijf(traject, traject.compartiment("aanvraag"), {"soort": "aanvraag", **gevraagd})
    return traject


_VAN_AANVRAAG = frozenset(
    (
        *("leeftijd", "alleenstaande_vreemdeling", "toestemming", "behoefte"),
        *("contra_indicaties", "regio_mijden", "kinderen", "taal"),
    )
)


def lees_voor_verstrekking(c: Context, velden: Mapping[str, Any]) -> dict[str, Any]:
    """The read phase: the chosen facts and people, and for form J the names behind them (each one logged)."""
    feiten = [doc for doc in c.van_soort("zaak", "feit") if doc.id.hex() in velden.get("feiten", [])]
    genoemd = {(doc.inhoud or {}).get("persoon") for doc in feiten} | set(velden.get("personen", []))
    personen = [doc for doc in c.van_soort("zaak", "persoon") if (doc.inhoud or {})["pseudoniem"] in genoemd]
    namen: dict[str, Mapping[str, str]] = {}
    if velden.get("vorm") == "J":
        if not c.werk.sleutels.kan_openen(c.zaak, "ident"):
            raise StapGeweigerd(["Alleen de aandachtsfunctionaris kan een verstrekking met namen maken."])
        for doc in personen:
            inhoud = doc.inhoud or {}
            namen[inhoud["pseudoniem"]] = c.werk.kluis.open_persoon(
                c.zaak, inhoud["verwijzing"], velden["doel"], velden["grond"]
            )
    return {"feiten": feiten, "personen": personen, "namen": namen}


def maak_verstrekking(c: Context, velden: Mapping[str, Any], gelezen: Mapping[str, Any]) -> Traject:
    """An extract for one recipient: its own key, its own pseudonyms, immutable once it is sent.

    Why it is necessary stays in the case; the recipient reads purpose, ground, facts and the last day.
    """
    personen: list[Document] = gelezen["personen"]
    gesteld = {naam for naam in STELLINGEN if velden.get(naam) in (True, "ja")} | set(velden.get("omstandigheden", []))
    inhouden = [doc.inhoud or {} for doc in personen]
    categorieen = {str((doc.inhoud or {})["categorie"]) for doc in gelezen["feiten"]}
    categorieen |= {categorie_van(inhoud["rol"]) for inhoud in inhouden}
    traject = open_traject(
        c,
        "verstrekking",
        velden,
        doel=velden["doel"],
        grond=velden["grond"],
        personen=len(personen),
        categorieen=sorted(categorieen),
        vitaal_belang=bool(velden.get("vitaal_belang")),
        omstandigheden=sorted(gesteld | leeftijden(inhouden)),
    )
    vs = traject.compartiment("vs")
    opdracht = {naam: velden[naam] for naam in ("doel", "grond", "geldig_tot", "vorm")}
    c.werk.documenten.schrijf(
        traject, vs, {"soort": "opdracht", **opdracht, "afzender": c.zaak.houder, "alias": c.werk.actor.alias}
    )
    ander = {inhoud["pseudoniem"]: c.werk.kluis.nieuw_pseudoniem() for inhoud in inhouden}
    if traject.vorm != "S":
        for inhoud in inhouden:
            _schrijf_persoon(c, traject, inhoud, ander[inhoud["pseudoniem"]], gelezen["namen"])
        for doc in gelezen["feiten"]:
            _schrijf_feit(c, traject, doc.inhoud or {}, ander)
    reden = {
        naam: velden[naam]
        for naam in ("noodzaak", "subsidiariteit", "toestemming", "toestemming_reden", "vitaal_belang_reden")
        if velden.get(naam)
    }
    motivering = {"soort": "motivering", "traject": traject.id.hex(), "nummer": traject.nummer, "pseudoniemen": ander}
    c.werk.documenten.schrijf(c.zaak, "zaak", {**motivering, **reden})
    return traject


def _schrijf_persoon(
    c: Context, traject: Traject, inhoud: Mapping[str, Any], pseudoniem: str, namen: Mapping[str, Mapping[str, str]]
) -> None:
    """A person of the extract; of the vault only what the covenant allows this recipient with names."""
    rol = str(inhoud["rol"])
    gegevens = {
        naam: waarde
        for naam, waarde in namen.get(inhoud["pseudoniem"], {}).items()
        if naam != "pseudoniem" and waarde and besluit(c, traject, categorie_van(rol, naam)).mag
    }
    categorieen = {categorie_van(rol), *(categorie_van(rol, naam) for naam in gegevens)}
    persoon = {"soort": "persoon", "pseudoniem": pseudoniem, "rol": rol, "leeftijdsklasse": inhoud["leeftijdsklasse"]}
    c.werk.documenten.schrijf(
        traject,
        traject.compartiment("vs"),
        {**persoon, "categorieen": sorted(categorieen), "gegevens": gegevens},
    )


def _schrijf_feit(c: Context, traject: Traject, inhoud: Mapping[str, Any], ander: Mapping[str, str]) -> None:
    tekst = str(inhoud["feit"])
    for eigen, nieuw in ander.items():
        tekst = tekst.replace(eigen, nieuw)
    categorie = str(inhoud["categorie"])
    feit = {
        "soort": "feit",
        "categorie": categorie,
        "categorieen": [categorie],
        "feit": tekst,
        "bron": inhoud.get("bron", ""),
    }
    feit |= {"persoon": ander.get(str(inhoud.get("persoon")), ""), "datum": inhoud.get("datum", "")}
    c.werk.documenten.schrijf(traject, traject.compartiment("vs"), feit)


def veilig_thuis_concept(c: Context, gelezen: Mapping[str, Any]) -> Traject | None:
    """Entering `in_aanpak` puts a draft for Veilig Thuis ready; a second time there is one already."""
    if any(een.ontvanger == "veilig-thuis.regio" and een.staat != "ingetrokken" for een in c.trajecten("verstrekking")):
        return None
    velden = {
        "ontvanger": VEILIG_THUIS,
        "vorm": gelezen["vorm"],
        "doel": "registratie",
        "grond": gelezen["grond"],
        "geldig_tot": gelezen["geldig_tot"],
        "noodzaak": "Registratie bij Veilig Thuis volgens het uitvoeringsplan.",
        "subsidiariteit": "Alleen wat voor de registratie nodig is.",
        "toestemming": "niet_gevraagd",
        "toestemming_reden": "De registratie volgt uit de afspraak in de regio.",
    }
    return maak_verstrekking(c, velden, gelezen)


def lees_voor_veilig_thuis(c: Context) -> dict[str, Any]:
    """The read phase of that draft: minors with names when the vault is open here, everybody else without."""
    personen = [doc for doc in c.van_soort("zaak", "persoon") if (doc.inhoud or {})["rol"] in ("slachtoffer", "kind")]
    jong = bool(personen) and all((doc.inhoud or {})["leeftijdsklasse"] == "onder_18" for doc in personen)
    vorm = "J" if jong and c.werk.sleutels.kan_openen(c.zaak, "ident") else "P"
    gronden = c.beleid.taxonomie["gronden"].keuzes()
    grond = next(iter(gronden))
    namen: dict[str, Mapping[str, str]] = {}
    if vorm == "J":
        for doc in personen:
            inhoud = doc.inhoud or {}
            namen[inhoud["pseudoniem"]] = c.werk.kluis.open_persoon(c.zaak, inhoud["verwijzing"], "registratie", grond)
    tot = date(c.vandaag.year + 1, c.vandaag.month, min(c.vandaag.day, 28))
    return {
        "vorm": vorm,
        "grond": grond,
        "personen": personen,
        "feiten": [],
        "namen": namen,
        "geldig_tot": tot.isoformat(),
    }
