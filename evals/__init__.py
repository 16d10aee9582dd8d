"""Data sets, metrics, runner, report and comparison of answer quality."""
