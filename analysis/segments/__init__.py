"""Segments: who is alike in what moves them and holds them back, if anyone is."""

from analysis.segments.pipeline import SegmentFinder, find_segments
from analysis.segments.result import Segment, Segmentation
from analysis.segments.scores import item_scores

__all__ = ["Segment", "SegmentFinder", "Segmentation", "find_segments", "item_scores"]
