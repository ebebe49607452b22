"""The decorators that own every compile flag of the kernels (see docs/adr/0002-kernels.md).

Reference counting is off (`_nrt=False`), which makes rules three times faster and forbids allocation
inside them. `inline='always'` must never be used: inside `prange` it gave silently wrong results.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit, types

_njit: Any = njit  # flags that its type hints do not know
NARROW = (types.int8, types.int16, types.int32, types.uint8, types.uint16)


def _plain(kind: types.Type) -> types.Type:
    """int64 for literal and narrow integers, the type itself otherwise."""
    kind = types.unliteral(kind)
    return types.int64 if kind in NARROW else kind


def rule(function: Callable[..., Any]) -> Any:
    """For functions called from other kernels only: one plain function per state on one household.

    Integer arguments are widened to int64 before a version is chosen, so that a rule is compiled once and
    not once per constant it is called with.
    """
    compiled = _njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True,
                     _nrt=False)(function)
    choose = compiled.get_call_template

    def once(args: tuple[types.Type, ...], kws: dict[str, types.Type]) -> Any:
        return choose(tuple(_plain(a) for a in args), {k: _plain(v) for k, v in kws.items()})

    compiled.get_call_template = once
    return compiled


entry = _njit(nogil=True, error_model="numpy", cache=True, _nrt=False)
"""For kernels called from Python; cached on disk."""
