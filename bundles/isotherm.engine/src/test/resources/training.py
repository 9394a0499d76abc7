# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Trains classifiers with PyTorch in float64 and in float32, and prints how far Isotherm and float32 are from float64.

Usage: training.py FOLDER.... Each folder has two safetensors files. start.safetensors holds the weights after `net/`, the
`images`, the `labels`, and in its metadata `network`, `rate`, `momentum`, `decay`. seen.safetensors holds what Isotherm's
training came to: the optimiser's momentum after the first step (`first/`) and the last (`last/`), the weights and running
statistics then (`net/`), and in its metadata the `losses` before each step.

Prints lines: what, Isotherm's distance, float32's distance, the size of the value itself. Distances are Euclidean.
"""
import os
import sys

import torch
import torch.nn.functional as F
from residual_networks import classifier
from safetensors_file import load


def part(tensors, prefix):
    return {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def train(start, about, steps, kind):
    """Losses; momentum after the first step; momentum and state after the last."""
    weights = part(start, "net/")
    net = classifier(about["network"], len(weights["linear.bias"]))
    unknown = set(weights) ^ {name for name in net.state_dict() if not name.endswith("num_batches_tracked")}
    assert not unknown, unknown
    net.load_state_dict(weights, strict=False)
    net.to(kind).train()
    rate, momentum, decay = (float(about[name]) for name in ("rate", "momentum", "decay"))
    sgd = torch.optim.SGD(net.parameters(), lr=rate, momentum=momentum, weight_decay=decay)
    images, labels = start["images"].to(kind), start["labels"]
    losses, first = [], None
    for _ in range(steps):
        loss = F.cross_entropy(net(images), labels)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
        last = {name: sgd.state[p]["momentum_buffer"].double() for name, p in net.named_parameters()}
        first = first or {name: tensor.clone() for name, tensor in last.items()}
    return losses, {"first/": first, "last/": last, "net/": {n: t.double() for n, t in net.state_dict().items()}}


def tell(what, seen, float32, float64):
    print(what, *(f"{torch.linalg.norm(value).item():.6e}" for value in (seen - float64, float32 - float64, float64)))


def compare(folder):
    start, about = load(os.path.join(folder, "start.safetensors"))
    seen, said = load(os.path.join(folder, "seen.safetensors"))
    losses = [float(loss) for loss in said["losses"].split(",")]
    exact, true = train(start, about, len(losses), torch.float64)
    short, float32 = train(start, about, len(losses), torch.float32)
    for i, values in enumerate(zip(losses, short, exact), 1):
        tell(f"loss{i}", *(torch.tensor(value, dtype=torch.float64) for value in values))
    for prefix, tensors in true.items():
        given = part(seen, prefix)
        assert set(given) == {name for name in tensors if not name.endswith("num_batches_tracked")}, prefix
        for name, tensor in given.items():
            tell(prefix + name, tensor.double(), float32[prefix][name], tensors[name])


for folder in sys.argv[1:]:
    compare(folder)
