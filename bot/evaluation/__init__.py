"""Measures replies by labelled questions: labels, verdicts, figures, report."""
