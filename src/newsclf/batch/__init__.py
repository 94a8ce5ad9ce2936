"""Many files -> tagged articles, on this machine or a cluster: exact, and resumable."""

from newsclf.batch.run import FORMATS, Progress, Summary, Task, run

__all__ = ["FORMATS", "Progress", "Summary", "Task", "run"]
