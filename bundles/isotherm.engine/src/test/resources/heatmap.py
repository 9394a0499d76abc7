# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Computes a run's heatmaps with PyTorch from what `isotherm export` wrote, and prints how far they are from Isotherm's.

Usage: heatmap.py EXPORT SEEN [PEER]. EXPORT is the folder of classifier.safetensors and decoder.safetensors. SEEN is a
safetensors file of `images` as the classifier takes them, features `z`, `map1`, …, unscaled, the classes `predicted`, and
Isotherm's `heatmaps`. PEER is a folder whose models.py has the networks as PyTorch modules; with it, the heatmaps are
computed once more, by these modules and from the images on.
"""
import os
import sys

import torch
import torch.nn.functional as F
from safetensors_file import load


def scaled(features, about):
    low, high = ([float(x) for x in about[end].split(",")] for end in ("min", "max"))
    assert len(low) == len(high) == len(features) == int(about["taps"]), (about, len(features))
    if about["feature.first.row.only"] == "true":
        return [torch.cat([(f[:1] - a) / (b - a), f[1:]]) for f, a, b in zip(features, low, high)]
    return [(f - a) / (b - a) for f, a, b in zip(features, low, high)]


def heatmaps(weights, features, onehot):
    """Written out with functions; a feature map is added where its shape is that of the decoder's own."""
    x = F.linear(torch.cat([features[0], onehot], 1), weights["fc1.weight"], weights["fc1.bias"])[:, :, None, None]
    maps = features[1:]
    block = 1
    while f"conv_block{block}.1.weight" in weights:
        name = f"conv_block{block}"
        stride, padding = (1, 0) if block == 1 else (2, 1)
        x = F.conv_transpose2d(x, weights[f"{name}.0.weight"], stride=stride, padding=padding)
        norm = [weights[f"{name}.1.{part}"] for part in ("running_mean", "running_var", "weight", "bias")]
        x = F.relu(F.batch_norm(x, *norm))
        if maps and maps[0].shape == x.shape:
            x = x + maps.pop(0)
        block += 1
    assert not maps, "a feature map found no place"
    return torch.tanh(F.conv_transpose2d(x, weights[f"conv_block{block}.0.weight"]))


def by_modules(peer, about, decoder_weights, classifier_weights, images):
    sys.path.insert(0, peer)
    from models import CifarResNet, Decoder

    classifier = CifarResNet(1)
    classifier.load_state_dict(classifier_weights)
    classifier.eval()
    features = classifier(images)[: int(about["taps"])]
    onehot = F.one_hot(classifier.linear(features[0]).argmax(1), 10).float()
    fc, latent = decoder_weights["fc1.weight"].shape
    filters = [int(width) for width in about["option.filters"].split(",")]
    decoder = Decoder(latent, fc, filters, int(about["option.tap.after"]))
    decoder.load_state_dict(decoder_weights)
    decoder.eval()
    return decoder(scaled(features, about), onehot, fw=int(about["taps"]))


def main(export, seen, peer=None):
    decoder, about = load(os.path.join(export, "decoder.safetensors"))
    classifier, _ = load(os.path.join(export, "classifier.safetensors"))
    given, _ = load(seen)
    features = [given["z"]] + [given[f"map{i}"] for i in range(1, 4) if f"map{i}" in given]
    with torch.no_grad():
        found = {"functions": heatmaps(decoder, scaled(features, about), F.one_hot(given["predicted"], 10).float())}
        if peer:
            found["modules"] = by_modules(peer, about, decoder, classifier, given["images"])
    for name, result in found.items():
        print(name, (result - given["heatmaps"]).abs().max().item(), result.abs().max().item())


main(*sys.argv[1:])
