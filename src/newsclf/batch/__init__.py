"""Batch tagging of many files, on this machine or a cluster: reproducible and resumable."""

from newsclf.batch.run import RunProgress, Summary, Task, run

__all__ = ["RunProgress", "Summary", "Task", "run"]
