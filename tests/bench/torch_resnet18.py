# SPDX-License-Identifier: MIT
"""The ResNet-18 of bench_train.c in PyTorch: the same layers, shapes, batch and labels. See torch_bench.py for its requests."""
import torch
from torch import nn

from torch_bench import serve

CLASSES, SIDE, BATCH = 1000, 64, 64


class Block(nn.Module):
    """Two 3 x 3 convolutions beside a shortcut (He et al. 2016), which is a 1 x 1 convolution where the shape changes."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.b1 = nn.BatchNorm2d(outputs)
        self.c2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.b2 = nn.BatchNorm2d(outputs)
        self.short = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.short = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.relu_(self.b1(self.c1(x)))
        return torch.relu_(self.b2(self.c2(y)) + self.short(x))


class ResNet18(nn.Module):
    """(N, 3, 64, 64) -> (N, CLASSES); a 3 x 3 stem of stride 2, so that the first stage sees 32 x 32."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, 64, 3, 2, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True)]
        inputs = 64
        for outputs, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
            layers += [Block(inputs, outputs, stride), Block(outputs, outputs, 1)]
            inputs = outputs
        self.cnn = nn.Sequential(*layers)
        self.out = nn.Linear(512, CLASSES)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(self.cnn(x).mean((2, 3)))


def main() -> None:
    torch.manual_seed(1)
    batch = torch.rand(BATCH, 3, SIDE, SIDE) * 2 - 1
    label = torch.tensor([i * 31 % CLASSES for i in range(BATCH)])
    serve(ResNet18, batch, lambda out: nn.functional.cross_entropy(out, label))


main()
