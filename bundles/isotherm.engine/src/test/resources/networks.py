# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Computes features and heatmaps with PyTorch's modules, and prints how far they are from Isotherm's.

Usage: networks.py PEER SEEN [DECODER]. PEER is a folder whose models.py has the networks. SEEN is a safetensors file: a
classifier's weights after `net/`, the `images`, what Isotherm made of them (`z`, `map1`, …, `logits`), and in its metadata
`network`, such as `resnet50` or `wideresnet-16-4`. DECODER is one of a decoder's weights after `net/`, `heatmap1`, …, those of
1 tap and more, and in its metadata `filters` and `tap.after`.
"""
import sys

import torch
import torch.nn.functional as F
from safetensors_file import load

sys.path.insert(0, sys.argv[1])
from models import Decoder, ResNet, WideResNet


def network(name, size):
    if name == "resnet18":
        return ResNet("basic", [2, 2, 2, 2], size)
    if name == "resnet50":
        return ResNet("bottleneck", [3, 4, 6, 3], size)
    depth, width = name.split("-")[1:]
    return WideResNet(int(depth), int(width))


def weights(tensors):
    return {name[4:]: tensor for name, tensor in tensors.items() if name.startswith("net/")}


def tell(name, found, given):
    assert found.shape == given.shape, (name, found.shape, given.shape)
    print(name, (found - given).abs().max().item(), found.abs().max().item())


def main(_, seen, decoder=None):
    given, about = load(seen)
    state = weights(given)
    head = [state.pop("linear.weight"), state.pop("linear.bias")]
    net = network(about["network"], given["images"].shape[-1])
    net.load_state_dict(state, strict=False)
    unknown = set(state) ^ {name for name in net.state_dict() if not name.endswith("num_batches_tracked")}
    assert not unknown, unknown
    net.eval()
    features = net(given["images"])
    logits = F.linear(features[0], *head)
    tell("z", features[0], given["z"])
    tell("logits", logits, given["logits"])
    for i in range(1, 4):
        tell(f"map{i}", features[i], given[f"map{i}"])
    if decoder:
        given, about = load(decoder)
        state = weights(given)
        fc, latent = state["fc1.weight"].shape
        net = Decoder(latent, fc, [int(width) for width in about["filters"].split(",")], int(about["tap.after"]))
        net.load_state_dict(state, strict=False)
        net.eval()
        onehot = F.one_hot(logits.argmax(1), logits.shape[1]).float()
        for fw in range(1, 5):
            tell(f"heatmap{fw}", net(features, onehot, fw=fw), given[f"heatmap{fw}"])


with torch.no_grad():
    main(*sys.argv[1:])
