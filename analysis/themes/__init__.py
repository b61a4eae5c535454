"""Themes: items that go together, their correlations and how stable they are."""

from analysis.themes.finder import ThemeFinder
from analysis.themes.result import Theme, Themes

__all__ = ["Theme", "ThemeFinder", "Themes"]
