"""Every kind of contradiction in a route table is refused, with the file, the row and the reason."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from workflow.ladders import Ladder, Sport
from workflow.route import laad_route
from workflow.routecontrole import Bekend, controleer
from workflow.tabel import BeleidFout, Tegenspraak
from workflow.taxonomie import laad_taxonomie
from workflow.termijnen import Termijn

BESTAND = "routes/klein.toml"
BEKEND = Bekend(
    voorwaarden={"klopt"},
    rollen={"melder": ("volgcode",), "lezer": ("af",), "chef": ("overleg",), "klok": ()},
    taxonomie={
        "redenen": laad_taxonomie(
            {
                "versie": "1",
                "geldig_vanaf": date(2026, 1, 1),
                "code": [{"code": "klaar", "naam": "Klaar", "soort": "einde"}],
            },
            "redenen",
            "redenen.toml",
        )
    },
    ladders={
        "staat": Ladder("staat", (Sport("einde", Termijn(0, "d"), "eigenaar", "te_laat"),)),
        "net": Ladder("net", (Sport("einde", Termijn(1, "d"), "eigenaar", "", "opruimen"),)),
    },
    compartimenten={"ruw", "zaak", "stuk"},
)


def klein() -> dict[str, Any]:
    """Return a small route without a contradiction: reported, read, discussed, done."""
    wacht = {"termijn": "1wd", "ladder": "staat"}
    return {
        "naam": "klein",
        "start": ["indienen"],
        "compartimenten": ["ruw", "zaak"],
        "hoofdlijn": ["nieuw", "bezig", "klaar"],
        "staat": [
            {"naam": "nieuw", "scherm": "Nieuw", "eigenaar": "lezer", **wacht},
            {"naam": "bezig", "scherm": "Bezig", "eigenaar": "chef", **wacht},
            {"naam": "klaar", "scherm": "Klaar", "eind": True},
        ],
        "stap": [
            {
                "actie": "indienen",
                "knop": "Indienen",
                "van": ["start"],
                "naar": "nieuw",
                "door": ["melder"],
                "maakt": ["ruw"],
                "geeft": ["ruw > af", "ruw > volgcode"],
                "vastleggen": "ruw",
            },
            {
                "actie": "bespreken",
                "knop": "Bespreken",
                "van": ["nieuw"],
                "naar": "bezig",
                "door": ["lezer"],
                "voorwaarden": ["klopt"],
                "maakt": ["zaak"],
                "geeft": ["zaak > af", "zaak > overleg"],
                "vastleggen": "zaak",
                "veld": [{"naam": "waarom", "label": "Waarom?", "soort": "tekst"}],
            },
            {
                "actie": "afronden",
                "knop": "Afronden",
                "van": ["bezig"],
                "naar": "klaar",
                "door": ["lezer", "chef"],
                "vier_ogen": "lezer+chef",
                "neemt": ["zaak > overleg"],
                "veld": [
                    {"naam": "reden", "label": "Reden", "soort": "keuze", "keuzes": ["taxonomie:redenen/einde"]},
                    {"naam": "hoe", "label": "Hoe?", "soort": "keuze", "keuzes": ["zo=Zo", "anders=Anders"]},
                    {"naam": "anders", "label": "Hoe dan?", "soort": "regel", "als": "hoe=anders"},
                ],
            },
        ],
    }


def fouten(verander: Callable[[dict[str, Any]], object]) -> list[Tegenspraak]:
    tabel = copy.deepcopy(klein())
    verander(tabel)
    try:
        return controleer(laad_route(tabel, BESTAND), BEKEND)
    except BeleidFout as fout:
        return list(fout.tegenspraken)


def test_the_small_route_itself_has_no_contradiction() -> None:
    assert fouten(lambda tabel: None) == []


def staat(nr: int, **waarden: Any) -> Callable[[dict[str, Any]], object]:
    return lambda tabel: tabel["staat"][nr].update(waarden)


def stap(nr: int, **waarden: Any) -> Callable[[dict[str, Any]], object]:
    return lambda tabel: tabel["stap"][nr].update(waarden)


def veld(nr: int, **waarden: Any) -> Callable[[dict[str, Any]], object]:
    return lambda tabel: tabel["stap"][2]["veld"][nr].update(waarden)


def erbij(soort: str, **waarden: Any) -> Callable[[dict[str, Any]], object]:
    return lambda tabel: tabel[soort].append(waarden)


TERUG = {"actie": "terug", "knop": "Terug", "van": ["bezig"], "naar": "nieuw", "door": ["chef"]}

GEVALLEN: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "an unknown state to go to": (stap(1, naar="weg"), "stap 2 (bespreken)", "unknown state 'weg'"),
    "an unknown state to come from": (stap(1, van=["weg"]), "stap 2 (bespreken)", "unknown state 'weg'"),
    "an unknown state on the main line": (
        lambda tabel: tabel["hoofdlijn"].append("weg"),
        "hoofdlijn",
        "unknown state 'weg'",
    ),
    "a state twice": (erbij("staat", naam="nieuw", scherm="Nieuw", eind=True), "staat nieuw", "stands twice"),
    "an action twice in a state": (
        erbij("stap", actie="bespreken", knop="B", van=["nieuw"], naar="=", door=["lezer"]),
        "stap bespreken",
        "stands twice from state 'nieuw'",
    ),
    "a start that has no step": (lambda tabel: tabel["start"].append("bellen"), "start", "'bellen' must stand"),
    "a first step that is no start": (lambda tabel: tabel.update(start=[]), "start", "'indienen' must stand"),
    "a state nobody owns": (staat(0, eigenaar=""), "staat nieuw", "nobody owns this state"),
    "an owner nobody knows": (staat(0, eigenaar="buurman"), "staat nieuw", "unknown role 'buurman'"),
    "an owner who holds no key": (staat(0, eigenaar="chef"), "staat nieuw", "owner 'chef' holds no key"),
    "a waiting state without a term": (staat(0, termijn=""), "staat nieuw", "a waiting state without a term"),
    "a term nobody can read": (staat(0, termijn="gauw"), "staat nieuw", "'gauw' is no term"),
    "a term without a ladder": (staat(0, ladder=""), "staat nieuw", "a term needs a ladder"),
    "an urgent term without a ladder": (staat(0, spoed="4u"), "staat nieuw", "an urgent term an urgent ladder"),
    "a ladder nobody knows": (staat(0, ladder="trap"), "staat nieuw", "unknown ladder 'trap'"),
    "a ladder that runs a step the clock has not": (staat(0, ladder="net"), "staat nieuw", "runs step 'opruimen'"),
    "an end with an owner": (staat(2, eigenaar="lezer"), "staat klaar", "an end state has no owner"),
    "a state that no step leads to": (
        erbij("staat", naam="eiland", scherm="Eiland", eind=True),
        "staat eiland",
        "no step leads to this state",
    ),
    "a state without a way to the end": (stap(2, naar="nieuw"), "staat bezig", "no way to the end"),
    "an end that hangs on an optional step": (
        stap(2, optioneel=True),
        "staat bezig",
        "no way to the end when a municipality switches",
    ),
    "a guard nobody knows": (stap(1, voorwaarden=["mooi_weer"]), "stap 2 (bespreken)", "unknown guard 'mooi_weer'"),
    "a role nobody knows": (stap(1, door=["lezer", "buurman"]), "stap 2 (bespreken)", "unknown role 'buurman'"),
    "a step of nobody": (stap(1, door=[]), "stap 2 (bespreken)", "a step needs 'van' and 'door'"),
    "a desk nobody knows": (stap(1, geeft=["zaak > kelder"]), "stap 2 (bespreken)", "unknown desk in 'zaak > kelder'"),
    "a compartment nobody knows": (stap(1, geeft=["doos > af"]), "stap 2 (bespreken)", "unknown compartment in"),
    "a compartment nobody knows to write in": (
        stap(1, vastleggen="doos"),
        "stap 2 (bespreken)",
        "unknown compartment 'doos'",
    ),
    "a circumstance nobody knows": (
        stap(1, geeft=["zaak > af", "zaak > overleg als het_regent"]),
        "stap 2 (bespreken)",
        "unknown circumstance",
    ),
    "a key line nobody can read": (stap(1, geeft=["zaak naar af"]), "stap 2 (bespreken)", "is no key line"),
    "four eyes of one role": (stap(2, vier_ogen="chef+chef"), "stap 3 (afronden)", "two different roles"),
    "four eyes and a third who acts": (
        stap(2, door=["lezer", "chef", "melder"]),
        "stap 3 (afronden)",
        "only they may take the step",
    ),
    "a key for a proposal that does not exist": (
        stap(1, bij_voorstel=["ruw > overleg"]),
        "stap 2 (bespreken)",
        "'bij_voorstel' belongs to a step with four eyes",
    ),
    "an action for a role that cannot see the state": (
        stap(1, door=["lezer", "chef"]),
        "stap 2 (bespreken)",
        "role 'chef' cannot see state 'nieuw'",
    ),
    "a key given by a desk that does not hold it": (
        lambda tabel: [
            stap(1, maakt=[], geeft=["zaak > overleg"], vastleggen="")(tabel),
            staat(1, eigenaar="lezer")(tabel),
        ],
        "stap 2 (bespreken)",
        "role 'lezer' gives 'zaak > overleg' and does not hold it in state 'nieuw'",
    ),
    "a key given by the clock": (
        erbij("stap", actie="geven", knop="G", van=["nieuw"], naar="=", door=["klok"], geeft=["ruw > overleg"]),
        "stap 4 (geven)",
        "the clock holds no key",
    ),
    "a release of a key that does not exist": (
        stap(2, geeft=["ruw > overleg vrij"]),
        "stap 3 (afronden)",
        "releases 'ruw > overleg vrij', which does not exist",
    ),
    "taking back what nobody gave": (stap(1, neemt=["ruw > overleg"]), "stap 2 (bespreken)", "which nobody gave"),
    "writing where one holds no key": (
        lambda tabel: [stap(2, vastleggen="ruw")(tabel)],
        "stap 3 (afronden)",
        "role 'chef' writes to 'ruw' and holds no key of it",
    ),
    "making what nobody gets": (
        stap(1, geeft=["zaak > af"], maakt=["zaak", "stuk"]),
        "stap 2 (bespreken)",
        "makes 'stuk'",
    ),
    "making what already exists": (
        stap(1, maakt=["zaak", "ruw"], geeft=["zaak > af", "zaak > overleg", "ruw > af"]),
        "stap 2 (bespreken)",
        "makes 'ruw' again",
    ),
    "keys that depend on the path": (erbij("stap", **TERUG), "stap 4 (terug)", "depend on the path"),
    "a kind of field nobody knows": (veld(0, soort="schuif", keuzes=[]), "stap 3 (afronden)", "unknown kind 'schuif'"),
    "a field twice": (veld(1, naam="reden"), "stap 3 (afronden)", "field 'reden' stands twice"),
    "a choice without choices": (veld(1, keuzes=[]), "stap 3 (afronden)", "a choice needs 'keuzes'"),
    "choices that are no choice": (veld(2, keuzes=["a=A"]), "stap 3 (afronden)", "another kind has none"),
    "a choice without a label": (veld(1, keuzes=["zo"]), "stap 3 (afronden)", "is no choice like"),
    "a list nobody knows": (veld(0, keuzes=["taxonomie:weer"]), "stap 3 (afronden)", "unknown list 'taxonomie:weer'"),
    "an empty part of a list": (
        veld(0, keuzes=["taxonomie:redenen/begin"]),
        "stap 3 (afronden)",
        "unknown list 'taxonomie:redenen/begin'",
    ),
    "a condition on a field that is not there": (veld(2, als="weer=mooi"), "stap 3 (afronden)", "unknown field 'weer'"),
    "a key of the table that nobody reads": (stap(1, kleur="rood"), "stap 2 (bespreken)", "unknown key 'kleur'"),
    "a key that is missing": (
        lambda tabel: tabel["stap"][1].pop("knop"),
        "stap 2 (bespreken)",
        "key 'knop' is missing",
    ),
    "a number where a text belongs": (staat(0, termijn=3), "staat 1 (nieuw)", "key 'termijn' must be str"),
}


@pytest.mark.parametrize("wat", GEVALLEN)
def test_a_route_is_refused_for(wat: str) -> None:
    verander, rij, reden = GEVALLEN[wat]
    gevonden = fouten(verander)
    assert any((een.bestand, een.rij) == (BESTAND, rij) and reden in een.reden for een in gevonden), (
        f"not found among: {[str(een) for een in gevonden]}"
    )


def test_the_clock_may_release_a_sleeping_key_inside_a_state() -> None:
    def met_vangnet(tabel: dict[str, Any]) -> None:
        tabel["stap"][0]["geeft"].append("ruw > overleg sluimerend")
        tabel["stap"][1]["neemt"] = ["ruw > overleg"]
        tabel["staat"][0]["ladder"] = "net"
        tabel["stap"].append(
            {
                "actie": "opruimen",
                "knop": "O",
                "van": ["nieuw"],
                "naar": "=",
                "door": ["klok"],
                "geeft": ["ruw > overleg vrij"],
            }
        )

    assert fouten(met_vangnet) == []


def test_a_role_that_only_sees_the_state_may_act_but_not_write() -> None:
    def met_status(tabel: dict[str, Any]) -> None:
        tabel["staat"][0]["ziet_status"] = ["chef"]
        tabel["stap"].append({"actie": "bel", "knop": "Bel", "van": ["nieuw"], "naar": "=", "door": ["chef"]})

    assert fouten(met_status) == []

    def met_tekst(tabel: dict[str, Any]) -> None:
        met_status(tabel)
        tabel["stap"][-1] |= {
            "vastleggen": "ruw",
            "veld": [{"naam": "reden", "label": "Reden", "soort": "tekst"}],
        }

    assert [een.reden for een in fouten(met_tekst)] == [
        "role 'chef' writes to 'ruw' and holds no key of it in state 'nieuw'"
    ]
