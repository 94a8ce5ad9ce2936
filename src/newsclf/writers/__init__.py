"""Tagged articles -> table, JSON, CSV; a batch's records -> CSV, XLSX, Parquet, briefing.

What needs a package of its own is imported from its module: `xlsx`, `parquet`, `html`, `docx`.
"""

from newsclf.writers.records import write_csv, write_json, write_jsonl, write_records_csv
from newsclf.writers.table import write_table

__all__ = ["write_csv", "write_json", "write_jsonl", "write_records_csv", "write_table"]
