"""Following a signal with the volgcode: the code travels sealed inside the page, never in an address or a cookie."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.meldpagina import GELDIG_SECONDEN
from web.stapverzoek import foutregel
from workflow import volgen
from workflow.antwoordtekst import stap_van
from workflow.datumtekst import dag_tekst
from workflow.fouten import Ingehaald, NietGevonden, StapGeweigerd
from workflow.melden import SIGNAAL
from workflow.ports import Werk
from workflow.stappen import zet_stap
from workflow.zaak import Zaak

# What the seal is bound to, in the place of a municipality: a code says nothing about which one it is.
ZEGEL = "volgen"
ONBEKEND = "Deze code klopt niet. Kijk of je hem goed hebt overgenomen"
INGEHAALD = "Er is intussen iets veranderd. Kijk of je bericht er al bij staat. Zo niet, verstuur het dan opnieuw"
AL_GEDAAN = "Dit hadden we al. Het staat hieronder."
MAX_CODE = 40


def pagina() -> ResponseReturnValue:
    """Ask for the code, show how things stand, or take a step of the reporter."""
    if request.method == "GET":
        return render_template("volgen.html", stand=None)
    getypt = request.form.get("volgcode", "")[:MAX_CODE]
    try:
        if request.form.get("zegel"):
            return _stap()
        return _stand(getypt)
    except NietGevonden:
        # One answer for every code that is wrong, whatever is wrong with it.
        return render_template("volgen.html", stand=None, volgcode=getypt, fouten=[("volgcode", ONBEKEND)]), 404


def _stap() -> ResponseReturnValue:
    huis = het_huis()
    data, verlopen = huis.open_pagina(request.form["zegel"], ZEGEL)
    code, actie = str(data["code"]), request.form.get("actie", "")
    ruw = {naam: w for naam, w in request.form.to_dict(flat=False).items() if naam not in ("zegel", "actie")}
    if verlopen:
        return _stand(code, 422, fouten=[("", INGEHAALD)], waarden=ruw, geprobeerd=actie)
    try:
        with huis.volgwerk(code) as (werk, zaak_id):
            zaak = werk.zaken.get(zaak_id)
            revisie = int(str(data["revisie"]))
            # The page was loaded anew after sending: it is done already, and once is enough.
            gedaan = revisie != zaak.revisie and volgen.is_herhaling(werk, zaak_id, actie, ruw)
            melding = AL_GEDAAN if gedaan else _zet(werk, zaak, actie, ruw, revisie)
    except StapGeweigerd as fout:
        fouten = [("", punt) for punt in fout.punten]
        fouten += [(f"{actie}-{naam}", foutregel(_label(actie, naam), tekst)) for naam, tekst in fout.velden.items()]
        return _stand(code, 422, fouten=fouten, waarden=ruw, geprobeerd=actie, veldfouten=fout.velden)
    except Ingehaald:
        return _stand(code, 409, fouten=[("", INGEHAALD)], waarden=ruw, geprobeerd=actie)
    return _stand(code, bevestiging=melding)


def _zet(werk: Werk, zaak: Zaak, actie: str, ruw: Mapping[str, list[str]], revisie: int) -> str:
    huis = het_huis()
    alsnog = volgen.als_toevoeging(werk, zaak, actie, ruw)
    if alsnog is None:
        return zet_stap(werk, huis.beleid, zaak, actie, ruw, revisie, huis.settings.basis_url).melding
    if volgen.is_herhaling(werk, zaak.id, volgen.TOEVOEGEN, alsnog):
        return AL_GEDAAN
    # The version that he saw is an older one: what is added fits any.
    zet_stap(werk, huis.beleid, zaak, volgen.TOEVOEGEN, alsnog, zaak.revisie, huis.settings.basis_url)
    return volgen.ALSNOG


def _label(actie: str, naam: str) -> str:
    """The question behind a field of a step of the reporter."""
    stap = stap_van(het_huis().beleid.routes[SIGNAAL], actie)
    return next((veld.label for veld in stap.velden if veld.naam == naam), "") if stap is not None else ""


def _stand(
    code: str,
    status: int = 200,
    *,
    fouten: Sequence[tuple[str, str]] = (),
    waarden: Mapping[str, Sequence[str]] | None = None,
    geprobeerd: str = "",
    veldfouten: Mapping[str, str] | None = None,
    bevestiging: str = "",
) -> ResponseReturnValue:
    """The page of one signal. Errors: NietGevonden."""
    huis = het_huis()
    with huis.volgwerk(code) as (werk, zaak_id):
        stand = volgen.stand(werk, huis.beleid, zaak_id)
    verloopt = int(huis.echte_tijd().timestamp()) + GELDIG_SECONDEN
    zegel = huis.verzegel_pagina({"code": code, "revisie": stand.zaak.revisie}, ZEGEL, verloopt)
    kan = {een.stap.actie for een in stand.aanbod}
    over = [een for een in (waarden or {}).values() if geprobeerd and geprobeerd not in kan]
    regels: list[tuple[str, str, Any]] = [(wie, dag_tekst(dag), tekst) for wie, dag, tekst in stand.berichten]
    inhoud = render_template(
        "volgen.html",
        stand={
            "status": stand.status,
            "uitleg": stand.uitleg,
            "uiterlijk": stand.uiterlijk,
            "let_op": stand.let_op,
            "berichten": regels,
        },
        over=[tekst for een in over for tekst in een if tekst],
        aanbod=stand.aanbod,
        zegel=zegel,
        fouten=list(fouten),
        waarden={naam: een[0] if len(een) == 1 else list(een) for naam, een in (waarden or {}).items()},
        geprobeerd=geprobeerd,
        veldfouten=dict(veldfouten or {}),
        bevestiging=bevestiging,
    )
    return inhoud, status


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"volgen.pagina": pagina}
