"""Starting a smaller route: a hand-off, a search for shelter, an action."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workflow import afschermen, grondtoets, staatwissel, toestemming
from workflow.context import Context
from workflow.fouten import StapGeweigerd
from workflow.partners import WEG, coordinator
from workflow.uittreksel import Uittreksel, categorie_van, stel_samen
from workflow.verstrekkingsregels import VEILIG_THUIS, VITAAL, categorieen_van_aanvraag, geldende, leeftijden
from workflow.zaak import Document, Traject

COMENSHA = "comensha"
VOORVOEGSEL = {"verstrekking": "VS", "opvang": "OV", "actie": "AC"}


def _ontvanger(c: Context, route: str, velden: Mapping[str, Any]) -> str:
    if route == "verstrekking":
        return c.beleid.partners[velden["ontvanger"]].werkplek
    if route == "actie":
        return f"uitvoering-{velden['afdeling']}.{c.zaak.houder}"
    alleen = bool(velden.get("alleenstaande_vreemdeling"))
    return coordinator(c.beleid.partners, velden["leeftijd"], alleen, c.vandaag).werkplek


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
    # What goes past a covenant that does not hold today stands in the log as such.
    vitaal = route_naam == "opvang" and velden.get("toestemming") == VITAAL
    buiten = vitaal and not c.beleid.convenant.geldt_op(c.vandaag)
    extra: dict[str, Any] = {"vitaal_belang": True, "zonder_convenant": True} if buiten else {}
    c.werk.log(f"{route_naam}_{actie}", traject, **extra)
    return traject


def maak_actie(c: Context, velden: Mapping[str, Any]) -> Traject:
    """An agreed action: the department reads the assignment and nothing else."""
    traject = open_traject(c, "actie", velden, instrument=velden["instrument"])
    opdracht = {naam: velden[naam] for naam in ("instrument", "opdracht", "datum")}
    c.werk.documenten.schrijf(traject, traject.compartiment("actie"), {"soort": "opdracht", **opdracht})
    return traject


def maak_aanvraag(c: Context, velden: Mapping[str, Any]) -> Traject:
    """A request for a safe place; who needs it stands in a compartment of its own."""
    kenmerken = _uit(velden, ("leeftijd", "toestemming", "toestemming_opnieuw"))
    traject = open_traject(c, "opvang", velden, **kenmerken, categorieen=categorieen_van_aanvraag(velden))
    gevraagd = {naam: waarde for naam, waarde in velden.items() if naam in _VAN_AANVRAAG}
    c.werk.documenten.schrijf(traject, traject.compartiment("aanvraag"), {"soort": "aanvraag", **gevraagd})
    return traject


_VAN_AANVRAAG = frozenset(
    (
        *("leeftijd", "voor_wie", "alleenstaande_vreemdeling", "toestemming", "behoefte"),
        *("contra_indicaties", "regio_mijden", "kinderen", "kinderen_leeftijd", "taal", "tolk"),
        *("verblijf", "nodig_vanaf", "vervoer"),
    )
)


def lees_voor_verstrekking(c: Context, velden: Mapping[str, Any]) -> dict[str, Any]:
    """The read phase: the chosen facts and people, the ground test, and for form J the names behind them (each logged).

    Errors: StapGeweigerd when the ground test refuses it: before a name is read, or after it for what only they add.
    """
    feiten = [doc for doc in c.van_soort("zaak", "feit") if doc.id.hex() in velden.get("feiten", [])]
    genoemd = {(doc.inhoud or {}).get("persoon") for doc in feiten} | set(velden.get("personen", []))
    personen = [doc for doc in c.van_soort("zaak", "persoon") if (doc.inhoud or {})["pseudoniem"] in genoemd]
    wie = {str((doc.inhoud or {})["pseudoniem"]) for doc in personen}
    _weiger_vertrokken(c, str(velden["ontvanger"]))
    grondtoets.toets(c, velden, gekozen(feiten, personen), wie)
    namen: dict[str, Mapping[str, str]] = {}
    if velden.get("vorm") == "J":
        if not c.werk.sleutels.kan_openen(c.zaak, "ident"):
            raise StapGeweigerd(["Alleen de aandachtsfunctionaris kan een verstrekking met namen maken."])
        namen = _lees_namen(c, personen, velden["doel"], velden["grond"])
    gelezen = {"feiten": feiten, "personen": personen, "namen": namen}
    if namen:
        _toets_samengesteld(c, velden, gelezen)
    return gelezen


def _toets_samengesteld(c: Context, velden: Mapping[str, Any], gelezen: Mapping[str, Any]) -> None:
    """The ground test on what really goes: the vault may add a category that nobody chose, such as an address."""
    gronden = grondtoets.gronden(c.beleid, velden)
    wie, vorm = str(velden["ontvanger"]), str(velden["vorm"])
    punten = grondtoets.grondfouten(
        c.beleid, gronden, wie, vorm, _stel(c, velden, gelezen).vormen, grondtoets.gesteld(velden)
    )
    if punten:
        raise StapGeweigerd(punten)


def _stel(
    c: Context, velden: Mapping[str, Any], gelezen: Mapping[str, Any], ander: Mapping[str, str] | None = None
) -> Uittreksel:
    """Compose the extract of a new hand-off; `ander` are the pseudonyms of its recipient."""
    inhouden = [doc.inhoud or {} for doc in gelezen["personen"]]
    return stel_samen(
        c.beleid.convenant,
        str(velden["ontvanger"]),
        str(velden["vorm"]),
        geldende(c, grondtoets.gesteld(velden) | leeftijden(inhouden)),
        c.vandaag,
        feiten=[doc.inhoud or {} for doc in gelezen["feiten"]],
        personen=inhouden,
        namen=gelezen["namen"],
        pseudoniemen=ander,
        generaliseer=c.beleid.convenant.generaliseren,
        uitzondering=velden.get("uitzondering") or (),
        standaard={"gemeente": c.zaak.houder, "sector": str(c.zaak.kenmerken.get("soort_plek", ""))},
        bekend=[str((doc.inhoud or {})["pseudoniem"]) for doc in c.van_soort("zaak", "persoon")],
    )


def _weiger_vertrokken(c: Context, ontvanger: str) -> None:
    if not c.beleid.partners[ontvanger].doet_mee(c.vandaag):
        raise StapGeweigerd([], {"ontvanger": WEG.rstrip(".")})


def _lees_namen(c: Context, personen: Sequence[Document], doel: str, grond: str) -> dict[str, Mapping[str, str]]:
    namen = {}
    for doc in personen:
        inhoud = doc.inhoud or {}
        wie = inhoud["pseudoniem"]
        namen[wie] = c.werk.kluis.open_persoon(c.zaak, inhoud["verwijzing"], doel, grond, wie)
    return namen


def gekozen(feiten: Sequence[Document], personen: Sequence[Document]) -> set[str]:
    """The categories of what was chosen, before the covenant is asked."""
    return {str((doc.inhoud or {})["categorie"]) for doc in feiten} | {
        categorie_van(str((doc.inhoud or {})["rol"])) for doc in personen
    }


# Codes of the answers that stand with the hand-off for the server: the privacyfunctionaris sees them, no text.
_KENMERKEN = (
    *("doel", "grond", "grond_bijzonder", "toestemming", "geheimhouding", "geheimhouding_grond"),
    *("uitzondering", "geldig_tot", "overleg_dag"),
)
# What the recipient reads about it.
_OPDRACHT = ("doel", "grond", "grond_bijzonder", "geheimhouding", "geheimhouding_grond", "geldig_tot", "vorm")
# Why it is made stays in the working file.
_MOTIVERING = (
    *("noodzaak", "evenredigheid", "subsidiariteit", "toestemming", "toestemming_reden", "toestemming_opnieuw"),
    *("geheimhouding", "geheimhouding_grond", "geheimhouding_reden", "conflict_reden", "vitaal_belang_reden"),
    *("uitzondering", "uitzondering_reden", "overleg_dag"),
)


def _uit(velden: Mapping[str, Any], namen: Sequence[str]) -> dict[str, Any]:
    return {naam: velden[naam] for naam in namen if velden.get(naam)}


def maak_verstrekking(c: Context, velden: Mapping[str, Any], gelezen: Mapping[str, Any]) -> Traject:
    """An extract for one recipient: its own key, its own pseudonyms, immutable once it is sent.

    Why it is necessary stays in the case; the recipient reads purpose, ground, secrecy, facts and the last day.
    """
    personen: list[Document] = gelezen["personen"]
    inhouden = [doc.inhoud or {} for doc in personen]
    assert c.werk.actor.persoon_id is not None
    ander = {inhoud["pseudoniem"]: c.werk.kluis.nieuw_pseudoniem() for inhoud in inhouden}
    uittreksel = _stel(c, velden, gelezen, ander)
    traject = open_traject(
        c,
        "verstrekking",
        velden,
        **_uit(velden, _KENMERKEN),
        personen=len(personen),
        minderjarigen=sum(1 for een in inhouden if een.get("leeftijdsklasse") == "onder_18"),
        # What was chosen and what really goes: the checks must see the address that comes from the vault.
        categorieen=sorted(gekozen(gelezen["feiten"], personen) | set(uittreksel.vormen)),
        vitaal_belang=velden.get("vitaal_belang") in (True, "ja"),
        omstandigheden=sorted(grondtoets.gesteld(velden) | leeftijden(inhouden)),
        convenant_versie=c.beleid.convenant.versie,
        gemaakt_door=c.werk.actor.persoon_id.hex(),
    )
    vs = traject.compartiment("vs")
    opdracht: dict[str, Any] = {**_uit(velden, _OPDRACHT), "convenant": c.beleid.convenant.versie}
    if velden["ontvanger"] == COMENSHA and velden["doel"] == "registratie":
        opdracht["registratie"] = _registratie(c, inhouden)
    c.werk.documenten.schrijf(
        traject, vs, {"soort": "opdracht", **opdracht, "afzender": c.zaak.houder, "alias": c.werk.actor.alias}
    )
    for inhoud in uittreksel.documenten:
        c.werk.documenten.schrijf(traject, vs, inhoud)
    reden = {**_uit(velden, _MOTIVERING), "weggelaten": [vars(een) for een in uittreksel.weggelaten]}
    motivering = {"soort": "motivering", "traject": traject.id.hex(), "nummer": traject.nummer, "pseudoniemen": ander}
    # Which facts were chosen: a second hand-off, with names, begins with the same ones.
    motivering["feiten"] = [doc.id.hex() for doc in gelezen["feiten"]]
    c.werk.documenten.schrijf(c.zaak, "zaak", {**motivering, **reden})
    if velden.get("toestemming_opnieuw"):
        opnieuw = {"nummer": traject.nummer, "door": c.werk.actor.alias}
        doc = toestemming.document(toestemming.OPNIEUW, ander, velden["toestemming_opnieuw"], **opnieuw)
        c.werk.documenten.schrijf(c.zaak, "zaak", doc)
    return traject


def _registratie(c: Context, personen: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The limited set that CoMensha counts: forms, how many of which age, and who reported. Codes, nothing else."""
    klassen = [str(een.get("leeftijdsklasse", "onbekend")) for een in personen]
    return {
        "vormen": list(c.zaak.kenmerken.get("vormen", ())),
        "leeftijden": {klasse: klassen.count(klasse) for klasse in sorted(set(klassen))},
        "ingang": str(c.zaak.kenmerken.get("ingang", "")),
    }


def veilig_thuis_nodig(c: Context) -> bool:
    """Entering `in_aanpak` asks for a registration: of this kind, once, and not where a reason says why there is none.

    Asked before anything is read: a draft that nobody needs opens no names for it.
    """
    if c.zaak.kenmerken.get("veilig_thuis_niet") or not c.beleid.soorten.van(c.zaak.soort).veilig_thuis:
        return False
    heen = [een for een in c.trajecten("verstrekking") if een.ontvanger == "veilig-thuis.regio"]
    return all(een.staat == "ingetrokken" for een in heen)


def veilig_thuis_concept(c: Context, gelezen: Mapping[str, Any]) -> Traject:
    """Put a draft for Veilig Thuis ready."""
    velden = {
        "ontvanger": VEILIG_THUIS,
        "vorm": gelezen["vorm"],
        "doel": "registratie",
        "grond": gelezen["grond"],
        "geldig_tot": gelezen["geldig_tot"],
        "noodzaak": "Registratie bij Veilig Thuis volgens het uitvoeringsplan.",
        "evenredigheid": "De registratie bevat alleen wat Veilig Thuis nodig heeft.",
        "subsidiariteit": "Alleen wat voor de registratie nodig is.",
        "toestemming": "niet_gevraagd",
        "toestemming_reden": "De registratie volgt uit de afspraak in de regio.",
        "geheimhouding": "geen",
    }
    return maak_verstrekking(c, velden, gelezen)


def lees_voor_veilig_thuis(c: Context) -> dict[str, Any]:
    """The read phase of that draft: minors with names when the vault is open here, everybody else without."""
    personen = [doc for doc in c.van_soort("zaak", "persoon") if (doc.inhoud or {})["rol"] in ("slachtoffer", "kind")]
    jong = bool(personen) and all((doc.inhoud or {})["leeftijdsklasse"] == "onder_18" for doc in personen)
    vorm = "J" if jong and c.werk.sleutels.kan_openen(c.zaak, "ident") else "P"
    gronden = [een for een in c.beleid.taxonomie["gronden"].codes.values() if een.geldig]
    # The ground that the law made for this recipient, else the first one.
    grond = next((een for een in gronden if VEILIG_THUIS in een.ontvangers), gronden[0]).code
    namen = _lees_namen(c, personen, "registratie", grond) if vorm == "J" else {}
    tot = date(c.vandaag.year + 1, c.vandaag.month, min(c.vandaag.day, 28))
    return {
        "vorm": vorm,
        "grond": grond,
        "personen": personen,
        "feiten": [],
        "namen": namen,
        "geldig_tot": tot.isoformat(),
    }
