"""Makes object files of compiled functions, with numba: see `compiled`.

Such a file must need nothing of numba when it runs. So functions are compiled without numba's counting of who uses an
array, and may not make arrays, nor raise: the arrays that they write in are handed to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

import numba
from llvmlite import binding as llvm
from llvmlite import ir

from erasdu.kernel.assign.compiled import ENTRY, Run, machine

Loop = Callable[..., Any]

OUTSIDE = {"exp", "log", "memcpy", "memmove", "memset", "sqrt"}  # of the system's libraries, which each process has


class Unfit(Exception):
    """The code needs what a process without numba may lack; names it."""


def object_code(function: Loop, args: tuple[Any, ...], known: Iterable[Loop]) -> bytes:
    """For such arguments, whose values do not matter; `known` are all compiled functions, which may call each other."""
    typeof: Any = numba.typeof
    types = tuple(typeof(each) for each in args)
    made = copied(known, _nrt=False, no_cfunc_wrapper=True)[function]
    made.compile(types)
    result = made.overloads[types]
    module = llvm.parse_assembly(str(with_entry(result, made.targetctx)))
    module.link_in(result.library._get_module_for_linking(), preserve=True)
    return emitted(module)


def in_process(function: Loop, known: Iterable[Loop]) -> Run:
    """The same with all of numba, for this process only."""
    made = copied(known, nogil=True)[function]
    return lambda args, _words: made(*args)


def copied(known: Iterable[Loop], **options: Any) -> dict[Loop, Any]:
    """For numba to compile. They are copies that call each other, so that what Python calls remains what it was."""
    copies: dict[Loop, Any] = {}
    for each in known:
        copy = FunctionType(each.__code__, dict(each.__globals__), each.__name__)
        copies[each] = numba.njit(error_model="numpy", **options)(copy)
    for each in copies.values():
        names = each.py_func.__globals__
        names.update({name: copies[value.function] for name, value in names.items() if is_known(value, copies)})
    return copies


def is_known(value: Any, copies: dict[Loop, Any]) -> bool:
    return getattr(value, "function", None) in copies


def with_entry(result: Any, context: Any) -> ir.Module:
    """A function that takes its arguments out of a row of words, and writes what it returns behind them."""
    word, types = ir.IntType(64), result.signature.args
    module = ir.Module(ENTRY)
    function = ir.Function(module, ir.FunctionType(ir.IntType(32), [word.as_pointer()]), ENTRY)
    builder = ir.IRBuilder(function.append_basic_block())
    packer = context.get_arg_packer(types)

    def at(place: int, kind: ir.Type) -> Any:
        return builder.bitcast(builder.gep(function.args[0], [word(place)]), kind.as_pointer())

    flat = [builder.load(at(place, kind)) for place, kind in enumerate(packer.argument_types)]
    callee = context.declare_function(module, result.fndesc)
    inputs = packer.from_arguments(builder, flat)
    status, value = context.call_conv.call_function(builder, callee, result.signature.return_type, types, inputs)
    builder.store(value, at(len(flat), value.type))
    builder.ret(builder.zext(status.is_error, ir.IntType(32)))
    return module


def emitted(module: llvm.ModuleRef) -> bytes:
    """Whatever the entry does not need is left out first; what remains must need nothing that a process may lack."""
    target = machine()
    for each in module.functions:
        if not each.is_declaration and each.name != ENTRY:
            each.linkage = "internal"
    passes = llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(module, passes)
    lacking = {each.name for each in (*module.functions, *module.global_variables) if each.is_declaration}
    lacking = {each for each in lacking if not each.startswith("llvm.")} - OUTSIDE
    if lacking:
        raise Unfit(", ".join(sorted(lacking)))
    code: bytes = target.emit_object(module)
    return code
