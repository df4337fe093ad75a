"""Loops that numpy cannot express, as machine code: numba makes it once, and later processes load it without numba.

Importing numba and reading back what it keeps itself takes longer than solving a problem of a hundred learners. So
what is kept here is an object file for each function that Python calls, with all that it calls in it; llvmlite alone
loads it. See `building` for how it is made, and for what such functions may not do.

A file is only used by the sources, the numba, the llvmlite and the processor that it was made for: all of these, and
the types of the arguments, are in a fingerprint that the file begins with, and that is taken over the code as well.
What is absent, broken or of something else is made anew, and kept where that can be.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import importlib
import logging
import os
import struct
import threading
from collections.abc import Callable, Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

Inputs = ParamSpec("Inputs")
Output = TypeVar("Output")

Run = Callable[[Sequence[Any], list[int]], Any]  # of the arguments, and of the same in words

HERE = Path(__file__).parent
SOURCES = ("building", "compiled", "division", "rounds", "scanning")
ENTRY = "entry"
DIGEST = hashlib.sha256().digest_size
WHOLE = "whole"  # a file that says that there is code of everything in the store
LOADING = threading.Lock()

logger = logging.getLogger(__name__)


class Compiled(Generic[Inputs, Output]):
    """A function that becomes machine code, with all that it calls, when Python first calls it with such arguments.

    Python may call those that return a number, with numbers, arrays and tuples of these, by position.
    """

    known: list[Compiled[..., Any]] = []

    def __init__(self, function: Callable[Inputs, Output]) -> None:
        self.function = function
        self.whole = str(function.__annotations__["return"]) == "int"
        self.loaded: dict[str, Run] = {}
        self.known.append(self)

    def __call__(self, *args: Inputs.args, **kwargs: Inputs.kwargs) -> Output:
        if kwargs:
            raise TypeError(f"{self.function.__name__} takes its arguments by position")
        words: list[int] = []
        kind = flattened(args, words)
        run = self.loaded.get(kind) or self._load(kind, args)
        return run(args, words)  # type: ignore[no-any-return]

    def _load(self, kind: str, args: tuple[Any, ...]) -> Run:
        with LOADING:
            if kind not in self.loaded:
                self.loaded[kind] = self._made(kind, args)
        return self.loaded[kind]

    def _made(self, kind: str, args: tuple[Any, ...]) -> Run:
        name = self.function.__name__
        stamp = f"{fingerprint()} {name} {kind}".encode()
        path = store() / f"{name}-{hashlib.sha256(stamp).hexdigest()[:12]}"
        code = kept(path, stamp)
        if code is not None:
            return functools.partial(entered, entry(code), self.whole)
        building = importlib.import_module("erasdu.kernel.assign.building")
        known = [each.function for each in self.known]
        try:
            code = building.object_code(self.function, args, known)
            run = functools.partial(entered, entry(code), self.whole)
        except Exception:  # whatever a numba or a processor of later does otherwise: it costs time, not the answer
            logger.warning("No machine code of %s can be kept: each process makes it", name, exc_info=True)
            return building.in_process(self.function, known)  # type: ignore[no-any-return]
        keep(path, stamp, code)
        return run


def compiled(function: Callable[Inputs, Output]) -> Compiled[Inputs, Output]:
    return Compiled(function)


def flattened(args: Iterable[Any], words: list[int]) -> str:
    """Adds the arguments as numba hands them on, each in words of eight bytes; their types.

    An array is nobody's for counting who uses it (twice 0), its size, the size of an item, its address, how many there
    are in each direction, and how many bytes these are apart.
    """
    kinds = []
    for each in args:
        if isinstance(each, tuple):
            kinds.append(f"({flattened(each, words)})")
        elif isinstance(each, np.ndarray):
            if not each.flags.carray:
                raise ValueError("an array must lie in one piece, and can be written in")
            words += (0, 0, each.size, each.itemsize, each.ctypes.data, *each.shape, *each.strides)
            kinds.append(f"{each.dtype.str}{each.ndim}")
        elif isinstance(each, float):
            words += struct.unpack("q", struct.pack("d", each))
            kinds.append("float")
        else:
            words.append(int(each))
            kinds.append("int")
    return ",".join(kinds)


@functools.cache
def fingerprint() -> str:
    """Of all that decides what the code is, apart from the function and the types of its arguments."""
    texts = [(HERE / f"{name}.py").read_bytes() for name in SOURCES]
    parts = [llvm().get_default_triple(), llvm().get_host_cpu_name(), llvm().get_host_cpu_features().flatten()]
    parts += [metadata.version(name) for name in ("numba", "llvmlite", "numpy")]  # without importing numba
    digests = [hashlib.sha256(each).hexdigest() for each in (*texts, *(part.encode() for part in parts))]
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def store() -> Path:
    """Beside Python's own compiled files."""
    return HERE / "__pycache__" / f"compiled-{fingerprint()[:12]}"


def is_whole() -> bool:
    return (store() / WHOLE).is_file()


def mark_whole() -> None:
    """Whoever called everything once says so: a store that somebody was stopped at is filled further."""
    if store().is_dir():
        (store() / WHOLE).touch()


def kept(path: Path, stamp: bytes) -> bytes | None:
    """The code in a file; none when there is no such file, or when it is not whole and of this stamp."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    code = content[DIGEST:]
    return code if content[:DIGEST] == digest(stamp, code) else None


def keep(path: Path, stamp: bytes, code: bytes) -> None:
    """Whole or not at all, whoever does so at the same time; where that cannot be, each process makes it anew."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(digest(stamp, code) + code)
        unfinished.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def digest(stamp: bytes, code: bytes) -> bytes:
    return hashlib.sha256(stamp + b"\0" + code).digest()


@functools.cache
def llvm() -> Any:
    """llvmlite, for this processor."""
    found = importlib.import_module("llvmlite.binding")
    found.initialize_native_target()
    found.initialize_native_asmprinter()
    return found


def machine() -> Any:
    """This processor. An engine ends the one that it is given with itself, so each needs its own."""
    target = llvm().Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm().get_host_cpu_name(),
        features=llvm().get_host_cpu_features().flatten(),
        opt=3,
        reloc="static" if target.name.startswith("x86") else "default",  # elsewhere code and caller may lie far apart
        codemodel="jitdefault",
        jit=True,
    )


def entry(code: bytes) -> Callable[[int], int]:
    """What an object file does, given the address of a row of words; its engine lives as long as it does."""
    engine = llvm().create_mcjit_compiler(llvm().parse_assembly(""), machine())
    engine.add_object_file(llvm().ObjectFileRef.from_data(code))
    engine.finalize_object()
    call: Any = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)(engine.get_function_address(ENTRY))
    call.engine = engine
    return call  # type: ignore[no-any-return]


def entered(code: Callable[[int], int], whole: bool, _args: Sequence[Any], words: list[int]) -> float:
    """Calls it: the arguments stand in a row, and behind them is room for what it returns."""
    row = np.array([*words, 0], np.int64)
    if code(row.ctypes.data):
        raise RuntimeError("machine code ended before its time")
    returned = row[-1:] if whole else row[-1:].view(np.float64)
    return returned.item()
