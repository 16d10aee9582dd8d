"""Heavy batch work behind one small interface: processes of this machine, or a cluster. Start in `executor.py`."""
