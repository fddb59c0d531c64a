"""Who does the work: this process alone, or Ray, which schedules, places and repeats it on a cluster."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
ATTEMPTS = 4
"""How often a piece of work is tried whose worker dies."""


class WorkEngine(Protocol):
    """Calls a function with each of the arguments and gives the results in order, `None` where no worker could."""

    def __call__(
        self, function: Callable[..., Result], arguments: Sequence[tuple[Any, ...]], /
    ) -> Iterator[Result | None]:
        """The results, as they are ready."""


def local(function: Callable[..., Result], arguments: Sequence[tuple[Any, ...]]) -> Iterator[Result | None]:
    """One after the other, in this process."""
    return (function(*given) for given in arguments)


def ray_cluster(workers: int | None) -> WorkEngine:
    """An engine of Ray: the cluster that it finds by its own rules (`RAY_ADDRESS`), else one of `workers` here.

    Raises `ImportError` where Ray is not installed, `ConnectionError` where its cluster does not answer.
    """
    import ray
    from ray.exceptions import RayError, RayTaskError

    if not ray.is_initialized():
        at_hand = None if "RAY_ADDRESS" in os.environ else workers or 1
        ray.init(num_cpus=at_hand, include_dashboard=False, log_to_driver=False, logging_level=logging.WARNING)

    def called(function: Callable[..., Result], arguments: Sequence[tuple[Any, ...]]) -> Iterator[Result | None]:
        task = ray.remote(num_cpus=1, max_retries=ATTEMPTS - 1)(function)
        waiting = [task.remote(*given) for given in arguments]
        waiting.reverse()
        while waiting:
            try:
                yield ray.get(waiting.pop())
            except RayTaskError:
                raise  # a fault of the program, in the worker
            except RayError:  # a worker died each time: the machine, or what it was given
                yield None

    return called
