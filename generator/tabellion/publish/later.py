"""What is made when somebody looks at it: a page that does not need it does not wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

Item = TypeVar("Item")


class LaterSequence(Sequence[Item]):
    """A sequence that `make` gives, once."""

    def __init__(self, make: Callable[[], Sequence[Item]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Sequence[Item]:
        return self._make()

    def __getitem__(self, index: Any) -> Any:
        return self._made[index]

    def __len__(self) -> int:
        return len(self._made)


class LaterMapping(Mapping[str, Item]):
    """A mapping that `make` gives, once."""

    def __init__(self, make: Callable[[], Mapping[str, Item]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Item]:
        return self._make()

    def __getitem__(self, key: str) -> Item:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)
