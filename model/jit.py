"""The decorators that own every compile flag of the kernels (see docs/adr/0002-kernels.md).

Reference counting is off (`_nrt=False`), which makes rules three times faster and forbids allocation
inside them. `inline='always'` must never be used: inside `prange` it gave silently wrong results.
"""

from __future__ import annotations

from numba import njit

rule = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
"""For functions called from other kernels only: one plain function per state on one household."""

entry = njit(nogil=True, error_model="numpy", cache=True, _nrt=False)
"""For kernels called from Python; cached on disk."""

parallel_entry = njit(nogil=True, error_model="numpy", cache=True, parallel=True)
"""For the one prange in `kernels.py`."""
