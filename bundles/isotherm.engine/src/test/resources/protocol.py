# Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0
"""Runs the protocol of the heatmap method a second time, with PyTorch and without a line of Isotherm.

Usage: protocol.py FOLDER. Given in FOLDER: case.json (preset, networks, order of the batches), classifier.safetensors,
decoder.safetensors (the decoder before its first step), images.safetensors (pixels from 0 to 255, auxiliary images in the
size that they have on disk) and scores.json (another implementation's scores, for the metrics alone). Written to FOLDER:
found.json with classes, prototypes, feature ranges, the losses of all steps, this script's own scores, and the metrics of
the given scores.
"""

import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors_file import load

# the frozen classifiers, as functions of their weights; each returns the stages' maps, shallowest first, and z


class Weights:
    def __init__(self, tensors):
        self.tensors = tensors

    def has(self, name):
        return name + ".weight" in self.tensors

    def conv(self, name, x, stride=1):
        weight = self.tensors[name + ".weight"]
        return F.conv2d(x, weight, self.tensors.get(name + ".bias"), stride, weight.shape[-1] // 2)

    def norm(self, name, x):
        parts = ("running_mean", "running_var", "weight", "bias")
        return F.batch_norm(x, *(self.tensors[f"{name}.{part}"] for part in parts))


def blocks(w, stage):
    count = 0
    while w.has(f"layer{stage}.{count}.conv1"):
        count += 1
    return [(f"layer{stage}.{i}", 2 if stage > 1 and i == 0 else 1) for i in range(count)]


def wideresnet(w, x):
    x = w.conv("conv1", x)
    maps = []
    for stage in range(1, 4):
        for name, stride in blocks(w, stage):
            y = w.conv(name + ".conv1", F.relu(w.norm(name + ".bn1", x)))
            y = w.conv(name + ".conv2", F.relu(w.norm(name + ".bn2", y)), stride)
            x = y + (w.conv(name + ".shortcut.0", x, stride) if w.has(name + ".shortcut.0") else x)
        maps.append(x)
    return maps, F.avg_pool2d(F.relu(w.norm("bn1", x)), 8).flatten(1)


def cifarresnet(w, x):
    x = F.relu(w.norm("bn1", w.conv("conv1", x)))
    maps = []
    for stage in range(1, 4):
        for name, stride in blocks(w, stage):
            y = F.relu(w.norm(name + ".bn1", w.conv(name + ".conv1", x, stride)))
            y = w.norm(name + ".bn2", w.conv(name + ".conv2", y))
            if stride == 2:
                added = y.shape[1] - x.shape[1]
                x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, added // 2, added - added // 2))
            x = F.relu(x + y)
        maps.append(x)
    return maps, x.mean((2, 3))


ENCODERS = {"wideresnet": wideresnet, "cifarresnet": cifarresnet}


class Features:
    """z and the wanted maps, deepest first; logits; predicted classes."""

    def __init__(self, case, weights, images):
        mean, std = (torch.tensor(case[key]).view(1, 3, 1, 1) for key in ("mean", "std"))
        values, logits = [], []
        for part in images.split(case["batch"]):
            maps, z = ENCODERS[case["backbone"]](weights, (part / 255 - mean) / std)
            values.append([z] + maps[::-1][: case["taps"] - 1])
            logits.append(F.linear(z, weights.tensors["linear.weight"], weights.tensors["linear.bias"]))
        self.values = [torch.cat(column) for column in zip(*values)]
        self.logits = torch.cat(logits)
        self.predicted = self.logits.argmax(1)

    def rows(self, rows):
        return [column[rows] for column in self.values]


def resized(images, size):
    """The published code's resize of auxiliary images: of the tensor, without antialiasing; then the centre."""
    height, width = images.shape[2:]
    if (height, width) == (size, size):
        return images
    longer = int(size * max(height, width) / min(height, width))
    shape = (longer, size) if height > width else (size, longer) if width > height else (size, size)
    images = F.interpolate(images.double(), shape, mode="bilinear", align_corners=False).round().float()
    top, left = (round((images.shape[axis] - size) / 2) for axis in (2, 3))
    return images[:, :, top : top + size, left : left + size]


def prototypes(case, id_features, ood):
    """For each OOD image the place of its target among the ID images."""
    z_id, z_ood = id_features.values[0].double(), ood.values[0].double()
    nearest = np.zeros(len(z_ood), dtype=int)
    listed = []
    for c in range(case["classes"]):
        members = (id_features.predicted == c).nonzero().flatten()
        for k in (ood.predicted == c).nonzero().flatten().tolist():
            if len(members) == 0:
                assert case["preset"] == "corrected", f"no ID image is predicted as class {c}"
            among = members if len(members) else torch.arange(len(z_id))
            distances = (z_id[among] - z_ood[k]).square().sum(1)
            nearest[k] = among[distances.argmin()]
            listed.append(nearest[k])
    return listed if case["preset"] == "reference" else nearest


def ranges(case, features):
    """A (min, max) for z and for each map."""
    if case["preset"] == "corrected":
        return [(column.min().item(), column.max().item()) for column in features.values]
    low = high = 0.0
    for column in features.values:
        seen = column[:: case["batch"]] if case["taps"] == 1 else column
        low, high = min(low, seen.min().item()), max(high, seen.max().item())
    return [(low, high)] * len(features.values)


def scaled(case, values, pairs):
    rows = 1 if case["preset"] == "reference" and case["taps"] == 1 else len(values[0])
    return [
        torch.cat([(column[:rows] - low) / (high - low), column[rows:]]) for column, (low, high) in zip(values, pairs)
    ]


class Decoder(torch.nn.Module):
    def __init__(self, case, inputs):
        super().__init__()
        self.fc1 = torch.nn.Linear(inputs, case["fc"])
        width = case["fc"]
        for i, filters in enumerate(case["filters"]):
            stride, padding = (1, 0) if i == 0 else (2, 1)
            deconvolution = torch.nn.ConvTranspose2d(width, filters, 4, stride, padding, bias=False)
            self.add_module(f"conv_block{i + 1}", torch.nn.Sequential(deconvolution, torch.nn.BatchNorm2d(filters)))
            width = filters
        self.depth = len(case["filters"])
        last = torch.nn.ConvTranspose2d(width, 3, 1, bias=False)
        self.add_module(f"conv_block{self.depth + 1}", torch.nn.Sequential(last))
        self.first_map = case["tap_after"]

    def forward(self, values, onehot):
        x = self.fc1(torch.cat([values[0], onehot], 1))[:, :, None, None]
        for block in range(1, self.depth + 1):
            x = F.relu(getattr(self, f"conv_block{block}")(x))
            place = block - self.first_map
            if 0 <= place < len(values) - 1:
                x = x + values[1 + place]
        return torch.tanh(getattr(self, f"conv_block{self.depth + 1}")(x))


def symmetric(pixels):
    return pixels / 127.5 - 1


def train(case, decoder, id_features, ood, id_images, ood_images, targets, pairs):
    optimizer = torch.optim.Adam(
        decoder.parameters(), case["learning_rate"], (case["beta1"], case["beta2"]), case["epsilon"]
    )
    decoder.train()
    values = [torch.cat(both) for both in zip(id_features.values, ood.values)]
    predicted = torch.cat([id_features.predicted, ood.predicted])
    images = symmetric(torch.cat([id_images, ood_images]))
    wanted = symmetric(torch.cat([id_images, id_images[torch.tensor(targets)]]))
    losses = []
    for rows in case["order"]:
        onehot = F.one_hot(predicted[rows], case["classes"]).float()
        h = decoder(scaled(case, [column[rows] for column in values], pairs), onehot)
        t = wanted[rows]
        loss = ((1 + 5 * t.abs()) * (images[rows] + h - t) ** 2).sum((1, 2, 3)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def scores(case, decoder, features, pairs):
    heat = []
    decoder.eval()
    for rows in torch.arange(len(features.predicted)).split(case["batch"]):
        onehot = F.one_hot(features.predicted[rows], case["classes"]).float()
        h = decoder(scaled(case, features.rows(rows), pairs), onehot)
        heat.append(h.abs().max(1).values.mean((1, 2)))
    logits = features.logits.double()
    return {
        "heatmap": torch.cat(heat).tolist(),
        "msp": (1 - logits.softmax(1).max(1).values).tolist(),
        "energy": (-logits.logsumexp(1)).tolist(),
    }


# metrics from their definitions, each over all thresholds one by one


def average_precision(positive, negative):
    """Higher values mean more positive."""
    total, recall = 0.0, 0.0
    for threshold in sorted(set(positive) | set(negative), reverse=True):
        hits = (positive >= threshold).sum()
        total += (hits / len(positive) - recall) * hits / (hits + (negative >= threshold).sum())
        recall = hits / len(positive)
    return total


def false_positives(positive, negative):
    """At the first threshold, from above, that takes 95 % of the positives."""
    for threshold in sorted(set(positive) | set(negative), reverse=True):
        if (positive >= threshold).mean() >= 0.95:
            return (negative >= threshold).mean()


def scan(positive, negative):
    low, high = min(positive.min(), negative.min()), max(positive.max(), negative.max())
    for step in range(10000):
        threshold = low + step * ((high - low) / 10000)
        if 0.9495 <= (positive >= threshold).mean() <= 0.9505:
            return (negative >= threshold).mean()
    return 0.0


def metrics(case, given_id, given_ood):
    id_scores, ood = np.array(given_id), np.array(given_ood)
    greater = (ood[:, None] > id_scores[None]).mean()
    equal = (ood[:, None] == id_scores[None]).mean()
    thresholds = np.concatenate([id_scores, ood, [np.inf]])
    errors = [((ood < t).mean() + (id_scores >= t).mean()) / 2 for t in thresholds]
    fpr = scan if case["preset"] == "reference" else false_positives
    return {
        "auroc": greater + equal / 2,
        "aupr_out": average_precision(ood, id_scores),
        "aupr_in": average_precision(-id_scores, -ood),
        "fpr95_id_positive": fpr(-id_scores, -ood),
        "fpr95_ood_positive": false_positives(ood, id_scores),
        "detection_error": min(errors),
    }


def main(folder):
    def place(name):
        return os.path.join(folder, name)

    with open(place("case.json")) as file:
        case = json.load(file)
    with open(place("scores.json")) as file:
        given = json.load(file)
    images, _ = load(place("images.safetensors"))
    weights = Weights(load(place("classifier.safetensors"))[0])
    found = {}
    with torch.no_grad():
        id_features = Features(case, weights, images["id.train"])
        ood_images = resized(images["ood.train"], case["size"])
        ood = Features(case, weights, ood_images)
        tests = {"id": images["id.test"]}
        for name in (key for key in images if key.startswith("ood.test ")):
            # the published code looks at a fifth as many OOD images as there are ID images, the first ones
            count = len(tests["id"]) // 5 if case["preset"] == "reference" else None
            tests[name.split(" ", 1)[1]] = images[name][:count]
        tests = {name: Features(case, weights, pixels) for name, pixels in tests.items()}
    found["predicted"] = ood.predicted.tolist()
    targets = prototypes(case, id_features, ood)
    found["targets"] = [int(target) for target in targets]
    pairs = ranges(case, id_features)
    found["ranges"] = pairs
    decoder = Decoder(case, id_features.values[0].shape[1] + case["classes"])
    missing, unexpected = decoder.load_state_dict(load(place("decoder.safetensors"))[0], strict=False)
    assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
    found["losses"] = train(case, decoder, id_features, ood, images["id.train"], ood_images, targets, pairs)
    with torch.no_grad():
        found["scores"] = {name: scores(case, decoder, features, pairs) for name, features in tests.items()}
    found["metrics"] = {
        name: {score: metrics(case, given["id"][score], values) for score, values in of_set.items()}
        for name, of_set in given.items()
        if name != "id"
    }
    with open(place("found.json"), "w") as file:
        json.dump(found, file)


main(*sys.argv[1:])
