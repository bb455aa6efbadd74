"""Programs that were installed elsewhere start: they find LibTorch without the build folder."""

import os
import subprocess
import sys
import tempfile

cmake, build = sys.argv[1:]
with tempfile.TemporaryDirectory(prefix="nmt-test-") as folder:
    subprocess.run([cmake, "--install", build, "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
    environment = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
    for program in ("nmt-train", "nmt-translate", "nmt-eval", "nmt-bench"):
        subprocess.run([os.path.join(folder, "bin", program), "--version"], check=True, env=environment)
