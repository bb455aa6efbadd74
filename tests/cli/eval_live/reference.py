"""The real sacrebleu, found or not: imports it, or ends the test with 77 (ctest: skipped)."""

import logging
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "scripts")
sys.path.insert(0, SCRIPTS)

try:
    import numpy  # noqa: F401  (significance tests)
    import sacrebleu
    import sacrebleu.metrics.bleu
    import sacrebleu.utils
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
if sacrebleu.__version__ != "2.6.0":
    print(f"skipped: sacrebleu {sacrebleu.__version__}, not 2.6.0")
    sys.exit(77)

import random_segments  # noqa: E402

# Its output as in a pipe: no warnings between the scores, no colours.
sacrebleu.metrics.bleu.sum = random_segments.plain_sum
sacrebleu.utils.Color.ENABLE_COLORS = False
logging.disable(logging.CRITICAL)

# Its command line, with the same sum.
PROGRAM = [sys.executable, "-c", """
import os, sys
sys.path.insert(0, os.environ["NMT_SCRIPTS"])
import random_segments, sacrebleu.metrics.bleu
sacrebleu.metrics.bleu.sum = random_segments.plain_sum
from sacrebleu.sacrebleu import main
main()
"""]
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("SACREBLEU") and key != "NO_COLOR"}
ENVIRONMENT |= {"NMT_SCRIPTS": SCRIPTS, "PYTHONDONTWRITEBYTECODE": "1"}


def run(command, folder, standard_input=b"", environment=None):
    """(exit code, standard output without our tool's name, standard error) of a program that runs in `folder`."""
    done = subprocess.run(command, input=standard_input, capture_output=True, cwd=folder,
                          env=ENVIRONMENT | (environment or {}))
    return done.returncode, re.sub(rb'\|tool:[^|"\s]+', b"", done.stdout), done.stderr.decode("utf-8", errors="replace")
