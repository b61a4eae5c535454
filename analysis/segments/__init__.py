"""Segments: who is alike in what moves them and holds them back, if anyone is."""

from analysis.segments.categories import Categories
from analysis.segments.class_comparison import ClassComparison, compare_classes
from analysis.segments.describe import SegmentDescription, describe_segments
from analysis.segments.kmeans import PartialKMeans
from analysis.segments.latent_class import LatentClasses
from analysis.segments.pipeline import SegmentFinder, find_segments
from analysis.segments.result import Segment, Segmentation
from analysis.segments.scores import item_scores

__all__ = [
    "Categories",
    "ClassComparison",
    "LatentClasses",
    "PartialKMeans",
    "Segment",
    "SegmentDescription",
    "SegmentFinder",
    "Segmentation",
    "compare_classes",
    "describe_segments",
    "find_segments",
    "item_scores",
]
