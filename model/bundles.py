"""Bundles of arrays that compiled rules receive as one pointer.

A namedtuple of 70 arrays is handed to a compiled function as 500 separate values, and hundreds of small
rules then take minutes to compile. A bundle is one pointer to a table of (data, shape) words; `b.f.rate[o, k]`
reads it in place. The rules look the same, compile several times faster and hold no reference counts.
See docs/adr/0002-kernels.md.

Python side: `pack(namedtuple)` makes a `Packed`, which keeps its arrays alive; never store one, derive it
in the step (a deep copy would otherwise point into the original's memory).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    intrinsic,
    models,
    register_model,
    typeof_impl,
    unbox,
)

WORD = 8


class BundleType(types.Type):
    """Numba type of a bundle: its name and, in order, (field, dtype character, dimensions, stride or 0)."""

    def __init__(self, name: str, fields: tuple[tuple[str, str, int, int], ...]) -> None:
        self.fields = fields
        self.places: dict[str, int] = {}
        place = 0
        for field, _, ndim, _ in fields:
            self.places[field] = place
            place += 1 + ndim
        self.words = place
        self.kinds = {field: (code, ndim, stride) for field, code, ndim, stride in fields}
        super().__init__(name=f"{name}({fields})")

    def field_type(self, field: str) -> types.Type:
        """float64 for a number, an array otherwise: C-contiguous, or a column of records."""
        code, ndim, stride = self.kinds[field]
        return types.float64 if ndim == 0 else types.Array(from_dtype(np.dtype(code)), ndim, "A" if stride else "C")


class Packed:
    """A bundle in memory: the table of words and the arrays it points to."""

    __slots__ = ("address", "bundle_type", "keep", "words")

    def __init__(self, bundle_type: BundleType, words: np.ndarray, keep: Any) -> None:
        self.bundle_type, self.words, self.keep = bundle_type, words, keep
        self.address = words.__array_interface__["data"][0]


_TYPES: dict[tuple[Any, ...], BundleType] = {}


def pack(bundle: NamedTuple) -> Packed:
    """Table of a namedtuple of arrays (C-contiguous, or one-dimensional with a stride) and numbers (float64).

    Raises ValueError for any other array: compiled code would read the wrong cells.
    """
    fields, words = [], []
    for name, value in zip(bundle._fields, bundle, strict=True):
        if isinstance(value, np.ndarray):
            if not value.flags.c_contiguous and value.ndim != 1:
                raise ValueError(f"{type(bundle).__name__}.{name} is not C-contiguous")
            fields.append((name, value.dtype.str[1:], value.ndim, 0 if value.flags.c_contiguous else value.strides[0]))
            words.append(value.__array_interface__["data"][0])
            words.extend(value.shape)
        else:
            fields.append((name, "f8", 0, 0))
            words.append(int(np.float64(value).view(np.int64)))
    key = (type(bundle).__name__, tuple(fields))
    if key not in _TYPES:
        _TYPES[key] = BundleType(*key)
    return Packed(_TYPES[key], np.array(words, np.int64), bundle)


register_model(BundleType)(models.OpaqueModel)


@typeof_impl.register(Packed)
def _typeof_packed(value: Packed, context: Any) -> BundleType:
    return value.bundle_type


@unbox(BundleType)
def _unbox_packed(kind: BundleType, obj: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(obj, "address")
    pointer = c.pyapi.long_as_voidptr(address)
    c.pyapi.decref(address)
    return NativeValue(pointer)


@infer_getattr
class _BundleAttribute(AttributeTemplate):
    key = BundleType

    def generic_resolve(self, bundle: BundleType, attribute: str) -> types.Type | None:  # type: ignore[override]
        return bundle.field_type(attribute) if attribute in bundle.kinds else None


def _load_word(builder: Any, pointer: Any, place: int, kind: Any) -> Any:
    table = builder.bitcast(pointer, kind.as_pointer())
    return builder.load(cgutils.gep_inbounds(builder, table, place))


@lower_getattr_generic(BundleType)
def _lower_attribute(context: Any, builder: Any, kind: BundleType, pointer: Any, attribute: str) -> Any:
    place = kind.places[attribute]
    field = kind.field_type(attribute)
    if not isinstance(field, types.Array):
        return _load_word(builder, pointer, place, context.get_value_type(types.float64))
    return _load_array(context, builder, field, pointer, place, kind.kinds[attribute][2])


def _load_array(context: Any, builder: Any, field: types.Array, pointer: Any, place: int, stride: int) -> Any:
    word = context.get_value_type(types.intp)
    item = context.get_abi_sizeof(context.get_data_type(field.dtype))
    shape = [_load_word(builder, pointer, place + 1 + axis, word) for axis in range(field.ndim)]
    strides = [context.get_constant(types.intp, stride or item)]
    for extent in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], extent))
    array = context.make_array(field)(context, builder)
    data = builder.inttoptr(_load_word(builder, pointer, place, word), array.data.type)
    size = shape[0]
    for extent in shape[1:]:
        size = builder.mul(size, extent)
    array.data, array.itemsize, array.nitems = data, context.get_constant(types.intp, item), size
    array.shape = cgutils.pack_array(builder, shape, word)
    array.strides = cgutils.pack_array(builder, strides, word)
    array.meminfo = cgutils.get_null_value(array.meminfo.type)
    array.parent = cgutils.get_null_value(array.parent.type)
    return array._getvalue()


@intrinsic
def at_address(typing_context: Any, address: Any, like: Any) -> Any:
    """The bundle of the type of `like` that lies at an address (for one bundle per worker)."""
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], context.get_value_type(like))
    return like(types.int64, like), codegen
