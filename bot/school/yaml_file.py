"""Reads a YAML file of the content folder into a typed model; every fault names file, line and reason."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import ContentError

Model = TypeVar("Model", bound=BaseModel)
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFile:
    """A parsed file that still knows where each part of it stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise ContentError(f"{path.name}: the file is missing from the content folder.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise ContentError(f"{path.name}: the file cannot be read ({error}).") from error
        try:
            loader = Loader(self._text)
            try:
                self._root = loader.get_single_node()
                self.data: object = loader.construct_document(self._root) if self._root is not None else {}
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContentError(f"{path.name}, line {line}: not valid YAML ({error.problem}).") from error
        except yaml.YAMLError as error:
            raise ContentError(f"{path.name}: not valid YAML ({error}).") from error
        self._refuse_repeated_keys(self._root)

    def line(self, *where: str | int) -> int:
        """The line (from 1) of the part at ``where``, or of the nearest part around it that exists."""
        node = self._root
        line = 1
        for step in where:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def fault(self, reason: str, *where: str | int) -> ContentError:
        """The error for a fault at ``where``."""
        return ContentError(f"{self.path.name}, line {self.line(*where)}: {reason}")

    def as_model(self, model: type[Model]) -> Model:
        """The content as ``model``; raises :class:`ContentError` for the first fault."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            first = error.errors()[0]
            where = tuple(part for part in first["loc"] if isinstance(part, str | int))
            name = ".".join(map(str, where)) or "the file"
            message = first["msg"].removeprefix("Value error, ")
            raise self.fault(f"{name}: {message}.", *where) from error

    def _refuse_repeated_keys(self, node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise ContentError(f"{self.path.name}, line {key.start_mark.line + 1}: {key.value} stands here twice.")
                seen.add(key.value)
                self._refuse_repeated_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                self._refuse_repeated_keys(child)
