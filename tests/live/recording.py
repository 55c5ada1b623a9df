"""Calls of functions while tests run: arguments by name, as they were before the call, and results."""

from __future__ import annotations

import functools
import inspect
import os
import pickle
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import pytest

from tests.live.suites import Suite

# what is too large to be kept is counted by Recorder.left_out
MOST_ELEMENTS = 4096
MOST_CALLS = 3000


class Recorded(NamedTuple):
    """A call that returned: the arrays, the options that were given, and the result."""

    function: str
    image: Any
    kernel: Any
    options: dict[str, Any]
    result: Any


def size(array: Any) -> int:
    """The number of elements; 0 of what is no array, such as the two results of lfilter with zi."""
    try:
        return int(np.size(array))
    except ValueError:
        return 0


class Recorder:
    """The distinct calls of some functions, at most MOST_CALLS of each, with arrays of at most MOST_ELEMENTS."""

    def __init__(self) -> None:
        """Start without any call."""
        self.calls: dict[bytes, Recorded] = {}
        self.left_out = 0
        self._counts: dict[str, int] = {}

    def add(self, call: Recorded) -> None:
        """Keep a call, unless it is known or too large."""
        if any(size(array) > MOST_ELEMENTS for array in (call.image, call.kernel, call.result)):
            self.left_out += 1
            return
        try:
            key = pickle.dumps(call[:4])
        except (pickle.PicklingError, TypeError, AttributeError):
            key = repr(call[:4]).encode()
        count = self._counts.get(call.function, 0)
        if key in self.calls:
            return
        self._counts[call.function] = count + 1
        if count >= MOST_CALLS:
            self.left_out += 1
        else:
            self.calls[key] = call

    def wrapped(self, name: str, function: Callable[..., Any], arrays: tuple[str, str]) -> Callable[..., Any]:
        """The function, whose calls are kept."""
        signature = inspect.signature(function)

        @functools.wraps(function)
        def recorded(*args: Any, **kwargs: Any) -> Any:
            try:
                given = deepcopy(signature.bind(*args, **kwargs).arguments)
                more = given.pop("kwargs", {})
            except Exception:  # noqa: BLE001 -- the function itself says what is wrong, or takes what can't be copied
                return function(*args, **kwargs)
            result = function(*args, **kwargs)
            options = {**given, **more}
            image, kernel = (options.pop(array, None) for array in arrays)
            self.add(Recorded(name, image, kernel, options, deepcopy(result)))
            return result

        return recorded

    @contextmanager
    def watching(self, functions: dict[str, tuple[str, str]]) -> Iterator[None]:
        """Put the wrapped functions in the place of the functions, wherever the library has them."""
        with ExitStack() as stack:
            for name, arrays in functions.items():
                module, _, last = name.rpartition(".")
                function = getattr(import_module(module), last)
                wrapped = self.wrapped(name, function, arrays)
                for place in _places(module, last, function):
                    stack.enter_context(patch.object(place, last, wrapped))
            yield


def _places(module: str, name: str, function: object) -> list[ModuleType]:
    """The modules of a library in which a function has its name."""
    library = module.partition(".")[0]
    modules = [place for key, place in sys.modules.items() if key.partition(".")[0] == library]
    return [place for place in modules if vars(place).get(name) is function]


class _Plugin(NamedTuple):
    """A plugin of pytest, which watches functions when all modules of tests are loaded."""

    recorder: Recorder
    suite: Suite

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        with self.recorder.watching(self.suite.functions):
            return (yield)


def recorded_calls(suite: Suite, more: Iterable[str] = ()) -> Recorder:
    """The calls that a suite's tests make; `more` are options for pytest, such as -k NAME."""
    recorder = Recorder()
    quiet = [
        "-q",
        "-q",
        "--no-header",
        "--tb=no",
        "-r",
        "N",
        "-p",
        "no:cacheprovider",
        "-W",
        "ignore",
        "-c",
        os.devnull,
    ]
    pytest.main([*quiet, "--pyargs", *suite.tests, "-m", "not slow", *more], [_Plugin(recorder, suite)])
    return recorder
