# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Writes published_decoder.pt: a decoder file in the published layout, for z of 64 and 10 classes, made small.

Two snapshots; the bias of the linear layer tells them apart. Written with PyTorch 1.13 and NumPy 1.24.
"""
import numpy
import torch
from torch import nn

FC, FILTERS = 4, [8, 8, 8, 8]


def block(index, channels, width):
    step = (4, 1, 0) if index == 0 else (4, 2, 1)
    return nn.Sequential(nn.ConvTranspose2d(channels, width, *step, bias=False), nn.BatchNorm2d(width), nn.ReLU())


def decoder(bias):
    net = nn.Module()
    net.fc1 = nn.Linear(64 + 10, FC)
    for i, width in enumerate(FILTERS):
        setattr(net, f"conv_block{i + 1}", block(i, FC if i == 0 else FILTERS[i - 1], width))
    last = nn.Sequential(nn.ConvTranspose2d(FILTERS[-1], 3, 1, bias=False), nn.Tanh())
    setattr(net, f"conv_block{len(FILTERS) + 1}", last)
    nn.init.constant_(net.fc1.bias, bias)
    return net.state_dict()


torch.manual_seed(1)
torch.save(
    {
        "min": numpy.float32(-0.25),
        "max": numpy.float32(3.5),
        9: {"generator": decoder(0.25)},
        19: {"generator": decoder(0.5)},
    },
    "published_decoder.pt",
)
