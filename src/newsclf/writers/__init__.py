"""Tagged articles -> table, JSON, CSV; a batch's records -> CSV, XLSX, Parquet, briefing.

Writers that need extra packages are in their own modules: `xlsx`, `parquet`, `html`, `docx`.
"""

from newsclf.writers.records import write_csv, write_json, write_jsonl, write_records_csv
from newsclf.writers.table import write_table

__all__ = ["write_csv", "write_json", "write_jsonl", "write_records_csv", "write_table"]
