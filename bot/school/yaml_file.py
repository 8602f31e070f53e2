"""Reads a YAML file of the content folder into a typed model; every fault names file, line and reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import ContentError

Model = TypeVar("Model", bound=BaseModel)
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_NOT_ALLOWED = re.compile("[^\t\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


class YamlFile:
    """A parsed file that still knows where each part of it stands."""

    def __init__(self, path: Path, *, name: str = "") -> None:
        self.name = name or path.name
        """How errors call it."""
        self._root: yaml.Node | None = None
        try:
            raw = path.read_bytes()
            self._text = raw.decode("utf-8-sig")
        except FileNotFoundError as error:
            raise ContentError(f"{self.name}: the file is missing from the content folder.") from error
        except OSError as error:
            raise ContentError(f"{self.name}: the file cannot be read ({error.strerror}).") from error
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise ContentError(f"{self.name}, line {line}: the file is not UTF-8 text. Save it with the encoding UTF-8.") from error
        try:
            loader = Loader(self._text)
            try:
                self._root = loader.get_single_node()
                self.data: object = loader.construct_document(self._root) if self._root is not None else {}
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContentError(f"{self.name}, line {line}: not valid YAML ({error.problem}).") from error
        except yaml.YAMLError as error:
            raise ContentError(f"{self.name}, line {self._strange_line()}: not valid YAML ({_one_line(error)}).") from error
        except (ValueError, RecursionError) as error:
            raise ContentError(f"{self.name}, line {self._odd_value()}: not valid YAML ({_one_line(error)}).") from error
        if self._root is None:
            raise ContentError(f"{self.name}, line 1: the file is empty.")
        if not isinstance(self._root, yaml.MappingNode):
            raise ContentError(f"{self.name}, line {self._root.start_mark.line + 1}: the file must begin with a name and a colon.")
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
        return ContentError(f"{self.name}, line {self.line(*where)}: {reason}")

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

    def _strange_line(self) -> int:
        """The line of the first character that YAML does not allow."""
        return next((number for number, text in enumerate(self._text.split("\n"), 1) if _NOT_ALLOWED.search(text)), 1)

    def _odd_value(self) -> int:
        """The line of the first value that cannot be what it looks like, such as the date 2026-02-30."""
        waiting = [self._root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, yaml.MappingNode):
                waiting += [part for pair in reversed(node.value) for part in reversed(pair)]
            elif isinstance(node, yaml.SequenceNode):
                waiting += reversed(node.value)
            elif isinstance(node, yaml.ScalarNode):
                try:
                    yaml.constructor.SafeConstructor().construct_document(node)
                except ValueError:
                    return int(node.start_mark.line) + 1
        return 1

    def _refuse_repeated_keys(self, node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise ContentError(f"{self.name}, line {key.start_mark.line + 1}: {key.value} stands here twice.")
                seen.add(key.value)
                self._refuse_repeated_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                self._refuse_repeated_keys(child)
