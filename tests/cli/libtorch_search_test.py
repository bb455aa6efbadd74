"""The search for LibTorch (cmake/LocateLibTorch.cmake) over faked installations: order, versions, refusals."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE_DIR = Path(__file__).resolve().parents[2]
CMAKE = os.environ.get("NMT_CMAKE") or shutil.which("cmake")


def make_torch(root, version, header="torch/headeronly/version.h", libraries=("torch", "torch_cpu", "c10")):
    """Writes a folder with the header and the (empty) libraries by which the search knows LibTorch."""
    path = root / "include" / header
    path.parent.mkdir(parents=True)
    parts = zip(("MAJOR", "MINOR", "PATCH"), version.split("."))
    lines = [f"#define TORCH_VERSION_{name} {number}" for name, number in parts]
    # The real header has more lines that begin alike.
    path.write_text("\n".join(["#pragma once", *lines, "#define TORCH_VERSION_ABI_TAG 0", '#define TORCH_VERSION "x"']))
    (root / "lib").mkdir()
    for library in libraries:
        (root / "lib" / f"lib{library}.so").touch()
    return root


class LibTorchSearch(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="nmt-libtorch-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.deps = self.folder / "deps"
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.make_python(self.bin / "python3", None)

    def make_python(self, path, torch_root):
        """A python3 that answers the one question the search asks: where is the package torch?"""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\necho '{torch_root or ''}'\n")
        path.chmod(0o755)

    def search(self, **variables):
        environment = {"PATH": f"{self.bin}:/usr/bin:/bin", **{name: str(value) for name, value in variables.items()}}
        command = [CMAKE, f"-DNMT_DEPS_DIR={self.deps}", "-P", str(SOURCE_DIR / "cmake" / "LocateLibTorch.cmake")]
        done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, text=True)
        return done.returncode, done.stdout.strip(), " ".join(done.stderr.split())

    def assert_found(self, answer, root, version):
        self.assertEqual(answer[:2], (0, f"{root}\t{version}"), answer)

    def test_torch_dir_is_taken_as_cmake_means_it_and_as_a_plain_folder(self):
        root = make_torch(self.folder / "a" / "torch", "2.12.1")
        self.assert_found(self.search(Torch_DIR=root / "share" / "cmake" / "Torch"), root, "2.12.1")
        self.assert_found(self.search(Torch_DIR=root), root, "2.12.1")

    def test_prefix_path_is_the_wheels_own_the_folder_or_the_one_above(self):
        root = make_torch(self.folder / "with space" / "torch", "2.11.0")
        for prefix in (root / "share" / "cmake", root, root.parent):
            self.assert_found(self.search(CMAKE_PREFIX_PATH=f"/nowhere:{prefix}"), root, "2.11.0")

    def test_order_is_torch_dir_then_prefix_path_then_python3_then_deps(self):
        of_deps = make_torch(self.folder / "of_deps", "2.13.0")
        self.make_python(self.deps / "venv" / "bin" / "python3", of_deps)
        self.assert_found(self.search(), of_deps, "2.13.0")
        of_python = make_torch(self.folder / "of_python", "2.13.1")
        self.make_python(self.bin / "python3", of_python)
        self.assert_found(self.search(), of_python, "2.13.1")
        of_prefix = make_torch(self.folder / "of_prefix", "2.12.0")
        self.assert_found(self.search(CMAKE_PREFIX_PATH=of_prefix), of_prefix, "2.12.0")
        of_hint = make_torch(self.folder / "of_hint", "2.11.0")
        self.assert_found(self.search(CMAKE_PREFIX_PATH=of_prefix, Torch_DIR=of_hint), of_hint, "2.11.0")

    def test_a_python3_with_a_torch_too_old_or_too_new_is_passed_over_for_deps(self):
        of_deps = make_torch(self.folder / "of_deps", "2.13.0")
        self.make_python(self.deps / "venv" / "bin" / "python3", of_deps)
        for version in ("2.9.1", "2.10.0", "2.14.0"):
            of_python = make_torch(self.folder / version, version)
            self.make_python(self.bin / "python3", of_python)
            answer = self.search()
            self.assert_found(answer, of_deps, "2.13.0")
            self.assertIn(f"{of_python} holds {version}, too {'new' if version == '2.14.0' else 'old'}", answer[2])

    def test_debians_1_13_is_refused_with_the_reason(self):
        debian = make_torch(self.folder / "usr", "1.13.1", "torch/csrc/api/include/torch/version.h")
        status, _, errors = self.search(CMAKE_PREFIX_PATH=debian)
        self.assertNotEqual(status, 0)
        self.assertIn(f"{debian} holds 1.13.1, refused: Debian's own LibTorch is too old", errors)
        self.assertIn("No LibTorch 2.11 to 2.13 was found.", errors)

    def test_headers_without_libraries_are_not_taken(self):
        root = make_torch(self.folder / "half", "2.13.0", libraries=("torch", "c10"))
        status, _, errors = self.search(Torch_DIR=root)
        self.assertNotEqual(status, 0)
        self.assertIn("2.13.0, but no lib/libtorch_cpu.so", errors)

    def test_a_cuda_wheel_configures_without_a_cuda_toolkit(self):
        libraries = ("torch", "torch_cpu", "c10", "torch_cuda", "c10_cuda")
        root = make_torch(self.folder / "cuda", "2.13.0", libraries=libraries)
        (self.folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.24)\nproject(probe LANGUAGES NONE)\n"
            f"list(APPEND CMAKE_MODULE_PATH {SOURCE_DIR}/cmake)\nfind_package(LibTorch REQUIRED)\n"
            "get_target_property(libraries LibTorch::LibTorch INTERFACE_LINK_LIBRARIES)\n"
            'message(STATUS "CUDA is ${LibTorch_CUDA}; links ${libraries}")\n')
        command = [CMAKE, "-S", ".", "-B", "build", f"-DTorch_DIR={root}"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("CUDA is ON", done.stdout)
        self.assertIn(f"{root}/lib/libtorch_cuda.so", done.stdout)


if __name__ == "__main__":
    sys.exit(unittest.main())
