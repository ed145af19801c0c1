"""Cover by a neighbour: somebody of one municipality who sits, from-to, at a desk of another one.

He works for one municipality at a time. For the neighbour he is an actor of that municipality with its desks alone, so
that every page, log and fence shows him what it shows its own people; at home he has the desks of home.
"""

from dataclasses import replace

from workflow.actor import Actor
from workflow.partners import REGIO
from workflow.werkplektekst import ZITTING


def tenant_van(werkplek: str) -> str:
    """The tenant of a desk."""
    return werkplek.rpartition(".")[2]


def is_buur(tenant: str, werkplek: str) -> bool:
    """Say whether a desk belongs to another municipality than that of the person; the region is nobody's neighbour."""
    return REGIO not in (tenant, tenant_van(werkplek)) and tenant_van(werkplek) != tenant


def gemeenten(actor: Actor) -> tuple[str, ...]:
    """The other municipalities at whose desks this person may work today. In: the actor with all his desks.

    The key of a sitting has no last day: on its own it opens nothing after that of the desk he covered.
    """
    plekken = (een for een in actor.werkplekken if not een.startswith(ZITTING))
    return tuple(dict.fromkeys(tenant_van(een) for een in plekken if is_buur(actor.tenant, een)))


def als(actor: Actor, gemeente: str) -> Actor:
    """The actor as he works for one municipality: at home (`gemeente` his own, or one that is not his), or there.

    In: the actor with all his desks.
    """
    if gemeente in gemeenten(actor):
        daar = tuple(een for een in actor.werkplekken if tenant_van(een) == gemeente)
        return replace(actor, tenant=gemeente, werkplekken=daar, thuis=actor.tenant)
    hier = tuple(een for een in actor.werkplekken if not is_buur(actor.tenant, een))
    return replace(actor, werkplekken=hier)


def kies(actor: Actor, gevraagd: str, onthouden: str) -> Actor:
    """The actor for one request.

    In: the municipality that a form was made for ("" when none is told), and the one that he chose last.
    Out: an actor without desks for a form of a municipality where he may not work any more: its answers must not
    land at home.
    """
    if gevraagd:
        bekend = (actor.tenant, *gemeenten(actor))
        return als(actor, gevraagd) if gevraagd in bekend else replace(actor, werkplekken=())
    return als(actor, onthouden)
