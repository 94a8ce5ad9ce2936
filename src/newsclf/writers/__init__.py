"""Tagged articles -> table, JSON, JSON Lines, CSV."""

from newsclf.writers.records import write_csv, write_json, write_jsonl
from newsclf.writers.table import write_table

__all__ = ["write_csv", "write_json", "write_jsonl", "write_table"]
