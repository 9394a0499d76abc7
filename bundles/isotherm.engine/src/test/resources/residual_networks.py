# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""The residual classifiers that can be trained, as PyTorch modules whose parameters have the published names."""
import torch.nn.functional as F
from torch import nn


def convolution(into, out, kernel, stride=1, bias=False):
    return nn.Conv2d(into, out, kernel, stride, kernel // 2, bias=bias)


class ActivatedAfter(nn.Module):
    """Convolutions with a batch norm each, ReLU between them and after the sum; a projection, or option A's padding."""

    def __init__(self, into, layers, projected):
        super().__init__()
        self.count = len(layers)
        out, stride = layers[-1][0], max(layer[2] for layer in layers)
        before = into
        for i, (width, kernel, step) in enumerate(layers, 1):
            setattr(self, f"conv{i}", convolution(before, width, kernel, step))
            setattr(self, f"bn{i}", nn.BatchNorm2d(width))
            before = width
        self.stride, self.padding = stride, out - into
        self.shortcut = nn.Sequential()
        if projected and (stride > 1 or into != out):
            self.shortcut = nn.Sequential(convolution(into, out, 1, stride), nn.BatchNorm2d(out))
            self.stride = self.padding = None

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            y = F.relu(y) if i < self.count else y
        if self.stride is None:
            return F.relu(y + self.shortcut(x))
        sides = (self.padding // 2, self.padding - self.padding // 2)
        return F.relu(y + F.pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0) + sides))


class ActivatedBefore(nn.Module):
    """Batch norm and ReLU before each of two convolutions with bias; the second has the stride."""

    def __init__(self, into, out, stride):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(into), convolution(into, out, 3, 1, True)
        self.bn2, self.conv2 = nn.BatchNorm2d(out), convolution(out, out, 3, stride, True)
        self.shortcut = nn.Sequential()
        if stride > 1 or into != out:
            self.shortcut = nn.Sequential(convolution(into, out, 1, stride, True))

    def forward(self, x):
        y = self.conv1(F.relu(self.bn1(x)))
        return self.conv2(F.relu(self.bn2(y))) + self.shortcut(x)


class Classifier(nn.Module):
    def __init__(self, stem, stages, classes, before=False):
        """stages: lists of blocks; before: whether blocks activate before their convolutions."""
        super().__init__()
        width, out = stem
        self.conv1 = convolution(3, width, 3, bias=before)
        self.bn1 = nn.BatchNorm2d(out if before else width)
        self.before, self.stages = before, len(stages)
        for i, blocks in enumerate(stages, 1):
            setattr(self, f"layer{i}", nn.Sequential(*blocks))
        self.linear = nn.Linear(out, classes)

    def forward(self, x):
        x = self.conv1(x)
        x = x if self.before else F.relu(self.bn1(x))
        for i in range(1, self.stages + 1):
            x = getattr(self, f"layer{i}")(x)
        x = F.relu(self.bn1(x)) if self.before else x
        return self.linear(x.mean(dim=(2, 3)))


def classifier(name, classes):
    """By name: resnet18, resnet50, wideresnet-DEPTH-WIDTH without dropout, cifarresnet-DEPTH."""
    kind, *numbers = name.split("-")
    if kind == "wideresnet":
        widths, counts, stem, before = [16 * int(numbers[1]) << i for i in range(3)], [(int(numbers[0]) - 4) // 6] * 3, 16, True
    elif kind == "cifarresnet":
        widths, counts, stem, before = [16, 32, 64], [(int(numbers[0]) - 2) // 6] * 3, 16, False
    else:
        counts = {"resnet18": [2, 2, 2, 2], "resnet50": [3, 4, 6, 3]}[kind]
        widths, stem, before = [64, 128, 256, 512], 64, False
    into, stages = stem, []
    for stage, (width, count) in enumerate(zip(widths, counts)):
        blocks = []
        for i in range(count):
            stride = 2 if stage > 0 and i == 0 else 1
            if before:
                blocks.append(ActivatedBefore(into, width, stride))
                into = width
            elif kind == "resnet50":
                blocks.append(ActivatedAfter(into, [(width, 1, 1), (width, 3, stride), (4 * width, 1, 1)], True))
                into = 4 * width
            else:
                blocks.append(ActivatedAfter(into, [(width, 3, stride), (width, 3, 1)], kind == "resnet18"))
                into = width
        stages.append(blocks)
    return Classifier((stem, into), stages, classes, before)
