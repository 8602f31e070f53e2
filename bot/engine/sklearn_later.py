"""Lets Rasa be imported without scikit-learn, which takes 33 MB and a fifth of a start and which no message needs.

Rasa 3.6.21 wants one function of it in a module that everything else imports, for training neural networks that are not used here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_WANTING = "rasa.utils.tensorflow.model_data"
_STAND_INS = ("sklearn", "sklearn.model_selection")


def import_sklearn_later() -> None:
    """From now on that module gets a function which imports scikit-learn when it is called. Nothing changes for other modules."""
    if not any(name in sys.modules for name in (_WANTING, *_STAND_INS)) and not any(isinstance(one, _Finder) for one in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _train_test_split(*arguments: Any, **named: Any) -> Any:
    from sklearn.model_selection import train_test_split

    return train_test_split(*arguments, **named)


class _Finder(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != _WANTING:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    def __init__(self, usual: Loader) -> None:
        self._usual = usual

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._usual.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if "sklearn" in sys.modules:
            self._usual.exec_module(module)
            return
        for name in _STAND_INS:
            sys.modules[name] = ModuleType(name)
        sys.modules[_STAND_INS[-1]].train_test_split = _train_test_split  # type: ignore[attr-defined]
        try:
            self._usual.exec_module(module)
        finally:
            for name in _STAND_INS:
                del sys.modules[name]
