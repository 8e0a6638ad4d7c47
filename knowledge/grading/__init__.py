"""Judges an answer against what should have been said, point by point, and says why."""

from knowledge.grading.grade import Grade, Met, PointGrade, Verdict
from knowledge.grading.grader import Asked, Grader, Reference
from knowledge.grading.manner import Note

__all__ = ["Asked", "Grade", "Grader", "Met", "Note", "PointGrade", "Reference", "Verdict"]
