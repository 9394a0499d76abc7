# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Exports classifiers as ONNX files, and beside each what PyTorch computes with it.

Usage: export.py OUT NAME… [--peer PEER] [--golden GOLDEN]. Of each NAME it writes OUT/NAME.onnx and, as NumPy arrays,
OUT/NAME-images.npy, -z, -logits, -tap1 (the deepest), …. PEER is a folder whose models.py has the networks `resnet20` and
`resnet18`, GOLDEN the folder of a ResNet-18's weights.
"""
import argparse
import os
import sys
import warnings

import numpy
import torch
from torch import nn

ANY = {"images": {0: "N"}, "logits": {0: "N"}}
arguments = argparse.ArgumentParser()
arguments.add_argument("out")
arguments.add_argument("names", nargs="+")
arguments.add_argument("--peer")
arguments.add_argument("--golden")
arguments = arguments.parse_args()
warnings.simplefilter("ignore")
sys.path.insert(0, arguments.peer or "")


class Plain(nn.Module):
    """Two convolutions and a linear layer."""

    def __init__(self, classes=10, channels=3):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(channels, 8, 3, 2, 1), nn.Conv2d(8, 16, 3, 2, 1)
        self.bn = nn.BatchNorm2d(16)
        self.fc = nn.Linear(16, classes)

    def maps(self, x):
        x1 = torch.relu(self.conv1(x))
        x2 = torch.relu(self.bn(self.conv2(x1)))
        return [x2.mean((2, 3)), x2, x1]

    def logits(self, x):
        return self.fc(self.maps(x)[0])

    def forward(self, x):
        return self.logits(x)


class Softmax(Plain):
    def forward(self, x):
        return torch.softmax(self.logits(x), 1)


class ConvolutionHead(Plain):
    """The classifier is a convolution of 1×1, pooled afterwards."""

    def __init__(self):
        super().__init__()
        self.head = nn.Conv2d(16, 10, 1)

    def logits(self, x):
        return self.head(self.maps(x)[1]).mean((2, 3))


class Headed(nn.Module):
    """One of the peer's networks with its linear layer."""

    def __init__(self, net, head):
        super().__init__()
        self.net, self.head = net, head

    def maps(self, x):
        return self.net(x)

    def logits(self, x):
        return self.head(self.net(x)[0])

    def forward(self, x):
        return self.logits(x)


class Traced(Plain):
    """The example's batch size has become part of the graph."""

    def forward(self, x):
        return self.fc(self.maps(x)[0].view(int(x.shape[0]), 4, 4).flatten(1))


class TwoInputs(Plain):
    def forward(self, x, y):
        return self.logits(x + y)


class Segmentation(Plain):
    """A label a pixel."""

    def forward(self, x):
        return self.maps(x)[1]


def peers(name):
    import models

    if name == "resnet20":
        net = models.CifarResNet(3, 10)
        return Headed(net, net.linear)
    net = models.ResNet("basic", [2, 2, 2, 2], 32)
    state = torch.load(os.path.join(arguments.golden, "classifier.pt"))
    net.load_state_dict(state["net_state_dict"])
    head = nn.Linear(512, 10)
    head.load_state_dict({k.replace("linear.", ""): v for k, v in state["cls_state_dict"].items()})
    return Headed(net, head)


def network(name):
    kinds = {
        "softmax": Softmax,
        "convolution-head": ConvolutionHead,
        "traced-size": Traced,
        "two-inputs": TwoInputs,
        "segmentation": Segmentation,
        "grey": lambda: Plain(channels=1),
        "one-number": lambda: Plain(classes=1),
    }
    if name.startswith("resnet"):
        return peers(name)
    return kinds.get(name, Plain)()


def main():
    for name in arguments.names:
        torch.manual_seed(7)
        model = network(name)
        for module in model.modules():
            if isinstance(module, nn.BatchNorm2d) and name != "resnet18":
                # as after a training, so that batch norm does something
                module.running_mean.uniform_(-0.5, 0.5)
                module.running_var.uniform_(0.5, 2)
        model.eval()
        size = 32 if name.startswith("resnet") else 16
        count = {"three-at-a-time": 3, "one-at-a-time": 1}.get(name)
        images = torch.rand(count or 4, 1 if name == "grey" else 3, size, size) * 2 - 1
        if name == "resnet18":
            images = torch.from_numpy(numpy.load(os.path.join(arguments.golden, "input.npy")))
        options = {"input_names": ["images"], "output_names": ["logits"]}
        if not count:
            options["dynamic_axes"] = ANY
        if name == "any-size":
            options["dynamic_axes"] = {**ANY, "images": {0: "N", 2: "H", 3: "W"}}
        if name == "training":
            options["training"] = torch.onnx.TrainingMode.TRAINING
            options["do_constant_folding"] = False
        args = (images, images) if name == "two-inputs" else images
        torch.onnx.export(model, args, os.path.join(arguments.out, name + ".onnx"), **options)
        model.eval()
        with torch.no_grad():
            z, *taps = model.maps(images)
            seen = {"images": images, "z": z, "logits": model.logits(images)}
        seen.update({f"tap{i}": tap for i, tap in enumerate(taps, 1)})
        for what, tensor in seen.items():
            numpy.save(os.path.join(arguments.out, f"{name}-{what}.npy"), tensor.numpy())


main()
