# SPDX-License-Identifier: MIT
"""The CRNN of bench_train.c in PyTorch: the same layers, shapes, batch and labels. See torch_bench.py for its requests."""
import torch
from torch import nn

from torch_bench import serve

CLASSES, LABEL, WIDTH, HEIGHT, BATCH, FRAMES = 97, 28, 256, 32, 32, 64


def conv(inputs: int, outputs: int) -> list[nn.Module]:
    """3 x 3 convolution, batch norm, ReLU."""
    return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]


class Crnn(nn.Module):
    """(N, 1, 32, 256) -> (64, N, CLASSES), logits."""

    def __init__(self) -> None:
        super().__init__()
        self.cnn = nn.Sequential(
            *conv(1, 32), nn.MaxPool2d(2), *conv(32, 64), nn.MaxPool2d(2), *conv(64, 96), *conv(96, 96),
            nn.MaxPool2d((2, 1)), *conv(96, 128), *conv(128, 128), nn.MaxPool2d((2, 1)),
            nn.Conv2d(128, 128, (2, 1)), nn.ReLU(inplace=True))
        self.rnn = nn.LSTM(128, 128, num_layers=2, bidirectional=True)
        self.out = nn.Linear(256, CLASSES)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        frames = self.cnn(x).flatten(1, 2).permute(2, 0, 1)
        return self.out(self.rnn(frames)[0])


def main() -> None:
    torch.manual_seed(1)
    batch = torch.rand(BATCH, 1, HEIGHT, WIDTH) * 2 - 1
    label = torch.tensor([[1 + (i * 31 + k * 7) % (CLASSES - 1) for k in range(LABEL)] for i in range(BATCH)])
    frames = torch.full((BATCH,), FRAMES, dtype=torch.long)
    lengths = torch.full((BATCH,), LABEL, dtype=torch.long)
    ctc = nn.CTCLoss(reduction="sum")
    serve(Crnn, batch, lambda out: ctc(out.log_softmax(2), label, frames, lengths) / BATCH)


main()
