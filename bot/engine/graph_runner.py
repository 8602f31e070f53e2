"""Runs Rasa's graph without dask: the order of the nodes is worked out once for each target, not once a message."""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


class DirectGraphRunner(GraphRunner):
    """Calls the nodes one after the other, in an order that was worked out before."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = {}

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> DirectGraphRunner:
        """Creates a runner with all nodes of the schema."""
        nodes = {
            name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks)
            for name, node in graph_schema.nodes.items()
        }
        return cls(graph_schema, nodes)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Runs what the targets need; returns each target's output."""
        wanted = tuple(targets or self._schema.target_names)
        done: dict[str, Any] = dict(inputs or {})
        for name, needs in self._order(wanted):
            if name in done:
                continue
            missing = [need for need in needs if need not in done]
            if missing:
                raise GraphRunError(f"Node {name} needs {', '.join(missing)}.")
            done[name] = self._nodes[name](*((need, done[need]) for need in needs))[1]
        return {name: done[name] for name in wanted}

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        if targets not in self._orders:
            order: dict[str, tuple[str, ...]] = {}

            def visit(name: str, above: tuple[str, ...]) -> None:
                if name in above:
                    raise GraphRunError(f"The graph has a cycle at {name}.")
                node = self._schema.nodes.get(name)
                if node is None or name in order:
                    return  # an input of the run, or seen already
                needs = tuple(node.needs.values())
                for need in needs:
                    visit(need, (*above, name))
                order[name] = needs

            for target in targets:
                visit(target, ())
            self._orders[targets] = list(order.items())
        return self._orders[targets]
