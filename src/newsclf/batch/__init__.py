"""Many files -> tagged articles, on this machine or a cluster: exact, and resumable."""

from newsclf.batch.run import RunProgress, Summary, Task, run

__all__ = ["RunProgress", "Summary", "Task", "run"]
