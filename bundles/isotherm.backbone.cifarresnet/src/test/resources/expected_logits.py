"""Makes expected_logits.npy and expected_pooled.npy: PyTorch's logits and pooled features of the published ResNet-20 for four drawn images.

Usage: expected_logits.py SHARED, where SHARED holds peer/models.py and data/resnet20-12fca82f.th.
The images are drawn by a formula that the test repeats: pixel (n, c, y, x) = sin(0.37 n + 1.3 c + 0.21 y) * cos(0.17 x + n) * 2.
"""
import os
import sys

import numpy as np
import torch

shared = sys.argv[1]
sys.path.insert(0, os.path.join(shared, "peer"))
from models import CifarResNet  # noqa: E402

state = torch.load(os.path.join(shared, "data", "resnet20-12fca82f.th"), map_location="cpu")["state_dict"]
net = CifarResNet(3)
net.load_state_dict({k.replace("module.", "", 1): v for k, v in state.items()})
net.eval()

n, c, y, x = np.ogrid[:4, :3, :32, :32]
images = (np.sin(0.37 * n + 1.3 * c + 0.21 * y) * np.cos(0.17 * x + n) * 2).astype(np.float32)
with torch.no_grad():
    pooled = net(torch.from_numpy(images))[0]
    logits = net.linear(pooled)
here = os.path.dirname(os.path.abspath(__file__))
np.save(os.path.join(here, "expected_logits.npy"), logits.numpy())
np.save(os.path.join(here, "expected_pooled.npy"), pooled.numpy())
print(logits.numpy())
