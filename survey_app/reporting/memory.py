"""The last thing that was made for each place, as long as what it was made from stays the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Memory(Generic[Thing]):
    """Remembers one thing for each place, and forgets the place that was asked for longest ago.

    Args:
        places: how many.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._things: OrderedDict[Hashable, tuple[Hashable, Thing]] = OrderedDict()
        self._lock = Lock()

    def get(self, place: Hashable, version: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing for this place; made anew when the version is another."""
        with self._lock:
            found = self._things.get(place)
        if found and found[0] == version:
            return found[1]
        thing = make()
        with self._lock:
            self._things[place] = (version, thing)
            self._things.move_to_end(place)
            while len(self._things) > self._places:
                self._things.popitem(last=False)
        return thing
