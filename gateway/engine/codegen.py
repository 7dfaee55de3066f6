"""Python source of a segment: `gather` takes the values of what is loaded level by level, `assemble` writes the answer with every leaf checked."""

from __future__ import annotations

from itertools import islice, repeat

from graphql import is_non_null_type

from gateway.engine.leaves import Fault
from gateway.engine.shapes import IO_KINDS, FieldPlan, Kind, ObjectPlan, Segment
from gateway.engine.source import Source
from gateway.engine.values import ValueWriter


def generate(root: ObjectPlan, *, is_mutation: bool, name: str) -> Segment:
    """The compiled segment below a root object plan."""
    source = Source()
    source.names.update({"Fault": Fault, "unlisted": Fault(), "islice": islice, "repeat": repeat})
    _write_gather(source, root, is_mutation)
    _write_assemble(source, root)
    text = source.text()
    exec(compile(text, f"<operation {name}>", "exec"), source.names)  # noqa: S102 - the names in it come from the schema and from GraphQL's own grammar
    return Segment(root, source.names["gather"], source.names["assemble"], text)


def listed_objects(root: ObjectPlan) -> list[ObjectPlan]:
    """The object plans whose objects are listed, parents before children."""
    listed = [root]
    for plan in listed:
        for field in plan.fields:
            if field.child is not None and field.child.anchored:
                listed.extend(field.child.plans.values())
    return sorted(listed, key=lambda plan: plan.number)


# gather: level by level


def _write_gather(source: Source, root: ObjectPlan, is_mutation: bool) -> None:
    source.line("async def gather(execution):")
    with source.block():
        source.line("columns = execution.columns; objects = execution.objects; on = execution.on; read = execution.read")
        if any(field.kind is Kind.BATCHED for plan in listed_objects(root) for field in plan.fields):
            source.line("is_alone = len(execution.contexts) == 1; viewer = execution.contexts[0].viewer if is_alone else None")
        level = [root]
        depth = 0
        while level:
            waiting = _write_rows(source, level)
            level = _write_loads(source, waiting, fresh_snapshot=is_mutation and depth > 0)
            depth += 1


def _write_rows(source: Source, level: list[ObjectPlan]) -> list[FieldPlan]:
    """Columns of this level that need no I/O. Returns the fields that do."""
    waiting = []
    for plan in level:
        for field in plan.fields:
            if not field.column:
                continue
            if field.kind in IO_KINDS:
                waiting.append(field)
                continue
            with source.when(field.condition):
                source.line(f"execution.take({source.name('F', field)})")
                _write_objects(source, field)
            assert field.child is not None
            level.extend(field.child.plans.values())
    return waiting


def _write_loads(source: Source, waiting: list[FieldPlan], *, fresh_snapshot: bool) -> list[ObjectPlan]:
    resolved = [field for field in waiting if field.kind is Kind.RESOLVER]
    batched = [field for field in waiting if field.kind is Kind.BATCHED]
    if resolved:
        source.line(f"await execution.resolve(({''.join(source.name('F', field) + ', ' for field in resolved)}))")
    if batched and fresh_snapshot:
        source.line("await execution.fresh_snapshot()")
    for field in batched:
        with source.when(field.condition):
            _write_load(source, field)
    below: list[ObjectPlan] = []
    for field in waiting:
        if field.child is not None and field.child.anchored:
            with source.when(field.condition):
                _write_objects(source, field)
            below.extend(field.child.plans.values())
    return below


def _write_load(source: Source, field: FieldPlan) -> None:
    """Call a batched field from here: a method of the execution's in between costs a coroutine for each, 0.3 us."""
    name, parent, column = source.name("F", field), field.parent, f"columns[{field.number}]"
    source.line(f"P = objects[{parent.number}]")
    source.line(f"if not P: {column} = []")
    source.line("else:")
    with source.block():
        arguments = "" if field.arguments.is_empty else f", **{source.constant('G', field.arguments)}.values(execution.variables)"
        source.line("if type(P) is not list: P = list(P)")
        source.line(f"V = [viewer] * len(P) if is_alone else execution.viewers({source.constant('P', parent)})")
        source.line(f"try: C = await {source.constant('B', field.source)}.load(read, P, V{arguments})")
        source.line(f"except Exception as error: C = execution.failed({name}, error)")
        source.line(f"{column} = C if is_alone and type(C) is list and len(C) == len(P) else execution.looked_at({name}, C)")


def _write_objects(source: Source, field: FieldPlan) -> None:
    """List the objects in a column."""
    child = field.child
    assert child is not None
    name = source.name("F", field)
    if child.uniform is None:
        source.line(f"if execution.classify({name}): await execution.classify_later({name})")
        return
    number = child.only.number
    nullable = not is_non_null_type(field.definition.type)
    source.line(f"C = columns[{field.number}]")
    if field.depth == 0:
        source.line("O = [v for v in C if v is not None]" if nullable else "O = C")
    elif field.depth == 1:
        source.line("O = []")
        source.line("for v in C:")
        source.line("    if type(v) is list: O += v")
        source.line(f"    el{'if v is not None' if nullable else 'se'}: O.append(unlisted)")
    else:
        source.line("O = [unlisted]")
    classes = source.constant("K", child.uniform.classes)
    source.line(f"objects[{number}] = O if {classes}.issuperset(map(type, O)) else execution.admit({name})")


# assemble: children before parents


def _write_assemble(source: Source, root: ObjectPlan) -> None:
    source.line("def assemble(execution):")
    with source.block():
        source.line("columns = execution.columns; objects = execution.objects; on = execution.on; memos = execution.memos; n = 0")
        writer = ValueWriter(source)
        for plan in reversed(listed_objects(root)):
            _write_answers(source, writer, plan)
        listed = " + ".join(f"len(A{plan.number})" for plan in listed_objects(root) if plan is not root)
        source.line(f"execution.objects_written = {f'n + {listed}' if listed else 'n'}")
        source.line(f"return A{root.number}")


def _write_answers(source: Source, writer: ValueWriter, plan: ObjectPlan) -> None:
    """One loop over the objects of a plan."""
    source.line(f"A{plan.number} = []")
    zipped: list[tuple[str, str]] = [("o", f"objects[{plan.number}]")]
    given: dict[FieldPlan, str] = {}
    for field in plan.fields:
        if not field.column:
            continue
        one_by_one = _is_one_by_one(field)
        variable = given[field] = f"c{field.number}"
        values = f"A{field.child.only.number}" if one_by_one and field.child is not None else f"columns[{field.number}]"
        zipped.append((variable, values if field.condition is None else f"({values} if on[{field.condition}] else repeat(None))"))
        if field.child is not None and field.child.anchored and not one_by_one:
            _write_answer_iterator(source, field)
    for memo in writer.memos_of(plan):
        source.line(f"M{memo.number} = memos[{memo.number}] = []")
    variables = ", ".join(variable for variable, _ in zipped)
    columns = ", ".join(values for _, values in zipped)
    source.line(f"for {variables} in {columns if len(zipped) == 1 else f'zip({columns})'}:")
    with source.block():
        answer = writer.write_object(plan, "o", given | writer.write_reads(plan, "o", "True"))
        source.line(f"A{plan.number}.append({answer})")


def _is_one_by_one(field: FieldPlan) -> bool:
    """Whether there is exactly one listed object of one type per parent, so that answers stand beside the parents."""
    child = field.child
    return child is not None and child.anchored and child.uniform is not None and field.depth == 0 and is_non_null_type(field.definition.type)


def _write_answer_iterator(source: Source, field: FieldPlan) -> None:
    child = field.child
    assert child is not None
    with source.when(field.condition):
        if child.uniform is not None:
            source.line(f"i{field.number} = iter(A{child.only.number})")
            return
        iterators = ", ".join(f"{plan.number}: iter(A{plan.number})" for plan in child.plans.values())
        source.line(f"I = {{{iterators}}}")
        source.line(f"i{field.number} = iter([next(I[plan.number]) for plan, _ in execution.outcomes[{field.number}]])")
