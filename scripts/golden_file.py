"""Writes a file of expected values: JSON in ASCII, one row of each list a line, so that a change shows as a few lines."""

import json
import os
import sys


def write_golden(name, golden):
    """Writes tests/golden/NAME, or the file that the command line names."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(root, "tests", "golden", name)
    texts = {key: "[\n" + ",\n".join(json.dumps(row) for row in value) + "\n]"
             if isinstance(value, list)
             else json.dumps(value) for key, value in golden.items()}
    with open(path, "w", encoding="ascii") as file:
        file.write("{\n" + ",\n".join(f'"{key}": {text}' for key, text in texts.items()) + "\n}\n")
