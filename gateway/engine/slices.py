"""The part of a gang's columns that belongs to one member."""

from __future__ import annotations

from bisect import bisect_left

from gateway.engine.codegen import listed_objects
from gateway.engine.execution import Execution
from gateway.engine.shapes import ObjectPlan


def member_slice(execution: Execution, root: ObjectPlan, member: int) -> Execution:
    """An execution of that member alone over the columns that were loaded for all. Objects stand in the order of the members, so each has one stretch."""
    part = Execution(execution.plan, [execution.contexts[member]], execution.root, execution.variables, execution.on, execution.read)
    for plan in listed_objects(root):
        owners = execution.places.owners(plan)
        first, last = bisect_left(owners, member), bisect_left(owners, member + 1)
        part.objects[plan.number] = execution.objects[plan.number][first:last]
        for field in plan.fields:
            column = execution.columns[field.number]
            if not field.column or column is None:
                continue
            part.columns[field.number] = column[first:last]
            if field.number in execution.outcomes:
                starts = execution.places.starts(field)
                part.outcomes[field.number] = execution.outcomes[field.number][starts[first] : starts[last]]
    return part


def faulty_members(execution: Execution, root: ObjectPlan) -> set[int]:
    """The members with a value that needs the interpreter."""
    plans = {plan.number: plan for plan in listed_objects(root)}
    return {execution.places.owners(plans[number])[index] for number, index in execution.faulty}
