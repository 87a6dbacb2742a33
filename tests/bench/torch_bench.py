# SPDX-License-Identifier: MIT
"""Training steps of a model in PyTorch, measured on request: what torch_crnn.py and torch_resnet18.py share.

A request is a line on standard input, `PRECISION LAYOUT THREADS STEPS`: fp32 or bf16 (autocast), plain or
channels_last, oneDNN's and PyTorch's threads, steps to measure. The answer is a line on standard output,
`IMAGES-PER-SECOND IMAGES-PER-CPU-SECOND FIRST-LOSS LAST-LOSS`. The first request of a kind builds its model and makes three steps
before the clock starts, later ones go on with it. A step is forward, loss, backward, Adam; batches are made before.
"""
import sys
import time
from typing import Callable

import torch

Loss = Callable[[torch.Tensor], torch.Tensor]


class Case:
    """One model with its optimiser, in one precision and layout."""

    def __init__(self, model: torch.nn.Module, batch: torch.Tensor, loss: Loss, precision: str, layout: str) -> None:
        self.bf16 = precision == "bf16"
        order = torch.channels_last if layout == "channels_last" else torch.contiguous_format
        self.model = model.to(memory_format=order).train()
        self.batch = batch.to(memory_format=order)
        self.loss = loss
        self.optim = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.first = self.step()
        for _ in range(2):
            self.step()

    def step(self) -> float:
        """One step; the loss before it."""
        self.optim.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bf16):
            out = self.model(self.batch)
        loss = self.loss(out.float())
        loss.backward()
        self.optim.step()
        return float(loss)


def serve(make: Callable[[], torch.nn.Module], batch: torch.Tensor, loss: Loss) -> None:
    """Answer requests until standard input ends."""
    torch.set_flush_denormal(True)
    cases: dict[tuple[str, str], Case] = {}
    for line in sys.stdin:
        precision, layout, threads, steps = line.split()
        torch.set_num_threads(int(threads))
        torch.manual_seed(1)
        key = (precision, layout)
        if key not in cases:
            cases[key] = Case(make(), batch, loss, precision, layout)
        case = cases[key]
        start, start_cpu = time.perf_counter(), time.process_time()
        for _ in range(int(steps)):
            last = case.step()
        seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        images = len(batch) * int(steps)
        print(f"{images / seconds:.2f} {images / cpu:.2f} {case.first:.4f} {last:.4f}", flush=True)
