# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Ten steps of SGD in float32 and in float64, for small networks that are described in lines.

usage: ten_steps.py CASES FOLDER SEED

A line of CASES is a network: a name, a colon, and layers with commas in between. Of each, FOLDER gets N.npz with x, labels and
the weights before (before/NAME), the losses and the weights after in both precisions (loss32, after32/NAME, loss64, after64/NAME).
Batches in which a value comes close to where a layer has a kink are passed over: there the last digit decides.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

STEPS, RATE, MOMENTUM, DECAY, BATCH, SIDE = 10, 0.05, 0.9, 1e-3, 4, 8
MARGIN = 1e-5
KINKS = {"relu": [0.0], "relu6": [0.0, 6.0], "leaky": [0.0], "hardtanh": [-1.0, 1.0]}
ACTIVATIONS = {
    "relu": F.relu, "relu6": F.relu6, "leaky": lambda x: F.leaky_relu(x, 0.01), "tanh": torch.tanh,
    "sigmoid": torch.sigmoid, "softplus": F.softplus, "elu": F.elu, "swish": F.silu, "hardtanh": F.hardtanh,
    "softsign": F.softsign,
}


def parameters(layers, draw):
    made = {}

    def weight(name, *shape):
        made[name] = draw(*shape) * (2 / max(1, np.prod(shape[1:]))) ** 0.5

    def bias(name, size):
        made[name] = 0.3 * draw(size)

    for kind, name, *rest in layers:
        numbers = [int(one) for one in rest if one.lstrip("-").isdigit()]
        if kind == "conv":
            weight(name + ".weight", numbers[1], numbers[0], numbers[2], numbers[2])
            bias(name + ".bias", numbers[1])
        elif kind == "deconv":
            weight(name + ".weight", numbers[0], numbers[1], numbers[2], numbers[2])
            bias(name + ".bias", numbers[1])
        elif kind == "depthwise":
            weight(name + ".weight", numbers[0] * numbers[1], 1, numbers[2], numbers[2])
            bias(name + ".bias", numbers[0] * numbers[1])
        elif kind == "norm":
            made[name + ".weight"] = 1 + 0.2 * draw(numbers[0])
            bias(name + ".bias", numbers[0])
            made[name + ".running_mean"] = 0.1 * draw(numbers[0])
            made[name + ".running_var"] = 1 + 0.1 * draw(numbers[0]).abs()
        elif kind == "dense":
            weight(name + ".weight", numbers[1], numbers[0])
            bias(name + ".bias", numbers[1])
    return made


def lead(first, second):
    """By how much the largest value leads; where all are the zeros of a ReLU, no gradient passes."""
    return torch.where(first == 0, torch.full_like(first, 1e9), first - second).min().item()


def forward(layers, w, x, margins):
    seen = {"x": x}
    for kind, name, *rest in layers:
        n = [int(one) for one in rest if one.lstrip("-").isdigit()]
        if kind == "conv":
            x = F.conv2d(x, w[name + ".weight"], w[name + ".bias"], n[3], n[4])
        elif kind == "deconv":
            x = F.conv_transpose2d(x, w[name + ".weight"], w[name + ".bias"], n[3], n[4])
        elif kind == "depthwise":
            x = F.conv2d(x, w[name + ".weight"], w[name + ".bias"], n[3], n[4], groups=n[0])
        elif kind == "norm":
            x = F.batch_norm(x, w[name + ".running_mean"], w[name + ".running_var"], w[name + ".weight"],
                             w[name + ".bias"], True, 0.1, 1e-5)
        elif kind == "act":
            margins += [(x.detach() - at).abs().min().item() for at in KINKS.get(rest[0], [])]
            x = ACTIVATIONS[rest[0]](x)
        elif kind == "max":
            part = F.pad(x.detach(), [n[2]] * 4, value=-1e9)
            two = F.unfold(part, n[0], stride=n[1]).view(x.shape[0], x.shape[1], n[0] ** 2, -1).topk(2, 2).values
            margins.append(lead(two[:, :, 0], two[:, :, 1]))
            x = F.max_pool2d(x, n[0], n[1], n[2])
        elif kind == "avg":
            x = F.avg_pool2d(x, n[0], n[1])
        elif kind == "global":
            if rest[0] == "max":
                two = x.detach().flatten(2).topk(2, 2).values
                margins.append(lead(two[:, :, 0], two[:, :, 1]))
                x = x.amax((2, 3))
            else:
                x = x.mean((2, 3)) if rest[0] == "avg" else x.sum((2, 3))
        elif kind == "flat":
            x = x.flatten(1)
        elif kind == "dense":
            x = F.linear(x, w[name + ".weight"], w[name + ".bias"])
        elif kind == "add":
            x = x + seen[rest[0]]
        elif kind == "cat":
            x = torch.cat([x, seen[rest[0]]], 1)
        elif kind == "optionA":
            from_, stride, channels = seen[rest[0]], n[0], n[1]
            part = from_[:, :, ::stride, ::stride]
            before = (channels - part.shape[1]) // 2
            x = x + F.pad(part, [0, 0, 0, 0, before, channels - part.shape[1] - before])
        else:
            raise ValueError(kind)
        seen[name] = x
    return x


def learn(layers, before, x, labels, kind):
    w = {name: one.to(kind).clone() for name, one in before.items()}
    trained = [one.requires_grad_() for name, one in w.items() if ".running_" not in name]
    optimizer = torch.optim.SGD(trained, RATE, MOMENTUM, weight_decay=DECAY)
    losses, margins = [], [1e9]
    for _ in range(STEPS):
        loss = F.cross_entropy(forward(layers, w, x.to(kind), margins), labels)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses, {name: one.detach().numpy() for name, one in w.items()}, min(margins)


def main(cases, folder, seed):
    torch.set_num_threads(1)
    for number, line in enumerate(open(cases, encoding="utf-8")):
        layers = [one.split() for one in line.split(":", 1)[1].split(",")]
        generator = torch.Generator().manual_seed(seed + number)

        def draw(*shape):
            return torch.randn(*shape, generator=generator)

        for attempt in range(200):
            before = parameters(layers, draw)
            x = draw(BATCH, 3, SIDE, SIDE)
            labels = torch.arange(BATCH) % 3
            loss64, after64, margin = learn(layers, before, x, labels, torch.float64)
            if margin > MARGIN:
                break
        else:
            raise ValueError("no batch keeps away from the kinks of " + line)
        loss32, after32, _ = learn(layers, before, x, labels, torch.float32)
        arrays = {"x": x.numpy(), "labels": labels.numpy().astype(np.float32),
                  "loss32": np.array(loss32), "loss64": np.array(loss64)}
        for name in before:
            arrays["before/" + name] = before[name].numpy()
            arrays["after32/" + name] = after32[name].astype(np.float64)
            arrays["after64/" + name] = after64[name]
        np.savez(f"{folder}/{number}.npz", **arrays)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
