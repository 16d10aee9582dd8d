"""The audit log from the terminal; the log itself is `tools.audit_log`."""
