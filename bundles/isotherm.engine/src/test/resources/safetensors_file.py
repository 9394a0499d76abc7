# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Reads safetensors files without their package."""
import json
import struct

import torch

TYPES = {"F32": torch.float32, "I64": torch.int64}


def load(path):
    """The tensors by name, and the metadata."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    about = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = torch.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, about
