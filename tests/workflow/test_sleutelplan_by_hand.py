"""Which desk can open what in which state: written by hand from the decisions, not from the tables.

Whoever widens who sees what changes a line here as well, on purpose.
"""

from pathlib import Path

import pytest

import config
from config.bestanden import lees
from workflow.route import Route, laad_route

ROUTES = Path(config.__file__).parent / "routes"


def route(naam: str) -> Route:
    return laad_route(lees(ROUTES / f"{naam}.toml"), f"routes/{naam}.toml")


# The officer of the municipality that has the case reads what came in, the thread, the vault and the file.
HOUDER = {"ruw > af: open", "draad > af: open", "ident > af: open", "zaak > af: open"}
# Who reported stays with the desk where it was reported; the reporter himself reads the thread.
MELDER = {"melder > af_herkomst: open", "draad > volgcode: open"}
# From the agenda on the chair of the overleg reads the file without names.
OVERLEG = {"zaak > overleg: open"}

SIGNAAL = {
    # Before it is picked up there is no file and no vault; the safety net has a key that it cannot use yet.
    "ingediend": {"ruw > af: open", "draad > af: open", "ruw > vangnet: sluimerend"} | MELDER,
    "in_beoordeling": HOUDER | MELDER,
    "aanvulling_gevraagd": HOUDER | MELDER,
    "in_onderzoek": HOUDER | MELDER,
    # The other municipality reads the file; the rest sleeps until it takes the case. Never the reporter's name.
    "voorgelegd": HOUDER
    | MELDER
    | {
        "zaak > af_daar: open",
        "ruw > af_daar: sluimerend",
        "ident > af_daar: sluimerend",
        "draad > af_daar: sluimerend",
    },
    "geagendeerd": HOUDER | MELDER | OVERLEG,
    "in_aanpak": HOUDER | MELDER | OVERLEG,
    "opgeschaald": HOUDER | MELDER | OVERLEG,
    "overgedragen": HOUDER | MELDER | OVERLEG,
    "monitoring": HOUDER | MELDER | OVERLEG,
    # After closing the overleg reads nothing any more.
    "afgesloten": HOUDER | MELDER,
    # It goes on in another case and may be taken apart again, so the officer keeps his keys; nobody else has any.
    "samengevoegd": HOUDER | MELDER,
    # The sealed archive: only the reporter still reads his own thread.
    "niet_in_behandeling": {
        "ruw > af: sluimerend",
        "draad > af: sluimerend",
        "ident > af: sluimerend",
        "zaak > af: sluimerend",
        "melder > af_herkomst: sluimerend",
        "draad > volgcode: open",
    },
}

# The officer reads every hand-off; the overleg only those without names.
MAKER = {"vs > af: open", "vs > overleg: open als vorm_ps"}
VERSTREKKING = {
    "concept": MAKER,
    "verzonden": MAKER | {"vs > ontvanger: open"},
    "ontvangen": MAKER | {"vs > ontvanger: open"},
    "opgepakt": MAKER | {"vs > ontvanger: open"},
    "vraag": MAKER | {"vs > ontvanger: open"},
    "teruggekoppeld": MAKER | {"vs > ontvanger: open"},
    # Taken back by the clock after 30 days.
    "afgewezen": MAKER | {"vs > ontvanger: open"},
    "ingetrokken": MAKER,
    "verlopen": MAKER,
}

AANVRAAG = {"aanvraag > af: open", "aanvraag > coordinator: open"}
# Where somebody sleeps: the care coordinator and that shelter. Not the municipality.
PLEK = {"opvang > coordinator: open", "opvang > opvangplek: open"}
OPVANG = {
    "gezocht": AANVRAAG,
    "aangeboden": AANVRAAG | {"aanvraag > opvangplek: open"},
    "niet_geplaatst": AANVRAAG,
    "geplaatst": AANVRAAG | {"aanvraag > opvangplek: open"} | PLEK,
    "beeindigd": AANVRAAG | {"aanvraag > opvangplek: open"} | PLEK,
    "gestopt": AANVRAAG,
}

ACTIE = {
    "open": {"actie > af: open", "actie > overleg: open", "actie > afdeling: open"},
    "bezig": {"actie > af: open", "actie > overleg: open", "actie > afdeling: open"},
    "uitleg_gevraagd": {"actie > af: open", "actie > overleg: open", "actie > afdeling: open"},
    "gereed": {"actie > af: open", "actie > overleg: open", "actie > afdeling: open"},
    "vervallen": {"actie > af: open", "actie > overleg: open"},
}

PLANNEN = {"signaal": SIGNAAL, "verstrekking": VERSTREKKING, "opvang": OPVANG, "actie": ACTIE}


@pytest.mark.parametrize(("naam", "staat"), [(naam, staat) for naam, plan in PLANNEN.items() for staat in plan])
def test_a_state_opens_exactly_what_is_written_here(naam: str, staat: str) -> None:
    cellen = route(naam).sleutelplan()[staat]
    assert {f"{comp} > {desk}: {status}" for comp, desk, status in cellen} == PLANNEN[naam][staat]


@pytest.mark.parametrize("naam", PLANNEN)
def test_every_state_of_a_route_stands_here(naam: str) -> None:
    assert set(route(naam).sleutelplan()) == set(PLANNEN[naam])


@pytest.mark.parametrize("naam", PLANNEN)
def test_the_keys_depend_on_the_state_and_not_on_the_path(naam: str) -> None:
    assert route(naam).sleutelloop.tegenspraken == []


def test_the_name_of_the_reporter_is_given_once_and_to_nobody_else() -> None:
    regels = [
        (stap.actie, str(sleutel))
        for stap in route("signaal").stappen
        for sleutel in stap.geeft
        if sleutel.compartiment == "melder"
    ]
    assert regels == [
        ("indienen", "melder > af_herkomst"),
        ("melden_vanuit_overleg", "melder > af_herkomst"),
        ("melden_namens", "melder > af_herkomst"),
        ("niet_in_behandeling_nemen", "melder > af_herkomst sluimerend"),
        ("niet_in_behandeling_nemen", "melder > af_herkomst sluimerend"),
        ("heropenen", "melder > af_herkomst vrij"),
    ]


def test_the_vault_is_never_given_to_the_overleg_a_partner_or_the_safety_net() -> None:
    desks = {
        sleutel.werkplek
        for naam in PLANNEN
        for stap in route(naam).stappen
        for sleutel in (*stap.geeft, *stap.bij_voorstel)
        if sleutel.compartiment == "ident"
    }
    assert desks == {"af", "af_daar"}


def test_a_proposal_to_drop_a_signal_lets_the_adviser_read_the_file_only() -> None:
    stap = route("signaal").stap("in_beoordeling", "niet_in_behandeling_nemen")
    assert [str(een) for een in stap.bij_voorstel] == ["zaak > overleg"]
    assert stap.vier_ogen == ("aandachtsfunctionaris", "veiligheidsadviseur")
