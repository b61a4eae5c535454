"""scikit-learn's manners without scikit-learn: settings that can be read, changed and cloned."""

from __future__ import annotations

from inspect import signature
from typing import Any, Self

from analysis.errors import SettingError


class Estimator:
    """Base of what has a ``fit``: the constructor stores its settings under their own names.

    ``sklearn.base.clone``, ``GridSearchCV`` and the like ask no more than this.
    """

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The settings by name.

        Args:
            deep: not used; no setting has settings of its own.
        """
        return {name: getattr(self, name) for name in self._names()}

    def set_params(self, **settings: Any) -> Self:
        """Change settings.

        Raises:
            SettingError: there is no such setting.
        """
        for name, value in settings.items():
            if name not in self._names():
                raise SettingError(f"there is no setting {name}; there are {self._names()}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        """The class with its settings."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({told})"

    @classmethod
    def _names(cls) -> list[str]:
        return [name for name in signature(cls.__init__).parameters if name != "self"]
