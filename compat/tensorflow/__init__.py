"""A stand-in that lets Rasa 3.6 be imported where TensorFlow is not installed.

Rasa imports TensorFlow almost everywhere, but only DIET, TED, UnexpecTED and the
ResponseSelector run it. This package answers every name that Rasa's modules mention
while they are being imported with an empty class, and refuses, in one sentence, the
moment something tries to compute. A real TensorFlow in ``site-packages`` comes first
on the path and replaces it; see ``docs/rasa-without-tensorflow.md``.
"""

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any

__version__ = "0.0.0+stand-in"

# The modules that Rasa's own modules import by name. Nothing else resolves: thinc
# (spaCy) probes ``tensorflow.experimental.dlpack`` to learn whether TensorFlow is there,
# and that probe has to fail.
_MODULES = frozenset(
    {
        "keras",
        "keras.utils",
        "keras.utils.control_flow_util",
        "tensorflow.keras",
        "tensorflow.keras.backend",
        "tensorflow.keras.callbacks",
        "tensorflow.keras.layers",
        "tensorflow.keras.models",
        "tensorflow.keras.utils",
        "tensorflow.python",
        "tensorflow.python.eager",
        "tensorflow.python.eager.wrap_function",
        "tensorflow.python.types",
        "tensorflow.python.types.core",
        "tensorflow.types",
        "tensorflow.types.experimental",
    }
)


def _refusal(name: str) -> Exception:
    # Rasa's command line prints its own exceptions as one line, without a traceback.
    from rasa.shared.exceptions import RasaException

    class TensorFlowIsNotInstalled(RasaException):
        """A component that needs the real TensorFlow was configured."""

    return TensorFlowIsNotInstalled(
        f"This pipeline needs TensorFlow ({name}), which this project leaves out. Either remove DIETClassifier, "
        "TEDPolicy, UnexpecTEDIntentPolicy and ResponseSelector from config.yml, or use the separate environment "
        "of stock Rasa in benchmarks/stock (see docs/rasa-without-tensorflow.md)."
    )


class _Named(type):
    """The type of stand-in classes: every attribute is another one, and none can be called to any effect."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__module__}.{cls.__qualname__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__dict__.get("_is_decorator"):
            # @tf.function on a method, with or without arguments of its own, leaves the method alone.
            return args[0] if args and callable(args[0]) else (lambda wrapped: wrapped)
        raise _refusal(cls.__qualname__)


def _stand_in(name: str) -> _Named:
    simple = name.rpartition(".")[2]
    return _Named(simple, (), {"__module__": "tensorflow", "__qualname__": simple, "_is_decorator": simple == "function"})


class _StandInModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _stand_in(f"{self.__name__}.{name}")
        # The same name must stay the same class: Rasa compares and subclasses them.
        setattr(self, name, made)
        return made


class _StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname not in _MODULES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: names are made when they are asked for."""


sys.meta_path.append(_StandInFinder())
sys.modules[__name__].__class__ = _StandInModule
