"""What the regulations say, as dated data, and the few types that read it. Imports nothing of ours.

Every part of the program imports this package before any library, so this is where libraries that report on their use
are told not to: they read it when they are loaded.
"""

import os

# ONNX Runtime (since 1.29) tells its maker what it runs and where, under an id of the machine that it keeps.
# Not as a default: a variable that was left in the environment must not open what the documentation says is closed.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
