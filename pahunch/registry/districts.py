"""Which district a constituency lay in, on a day."""

from __future__ import annotations

from datetime import date

from pahunch.registry.models import Division, Placement
from pahunch.registry.names import DivisionKind


def districts_on(state: Division, on: date) -> dict[int, Division]:
    """Give, by the key of each constituency, the district in which it lay, in two queries."""
    placed = Placement.objects.on(on).filter(
        child__kind=DivisionKind.CONSTITUENCY,
        parent__kind=DivisionKind.DISTRICT,
        child__path__startswith=state.path,
    )
    pairs = list(placed.values_list("child_id", "parent_id"))
    districts = Division.objects.in_bulk({parent for _child, parent in pairs})
    return {child: districts[parent] for child, parent in pairs}
