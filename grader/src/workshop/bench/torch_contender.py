"""The workloads of lenet-contender.ts on PyTorch: `torch_contender.py <threads> <batch size> <started at, ms>`."""

import json
import resource
import sys
import time

EPSILON = 0.25
EPOCH_IMAGES = 60_000


def write(message):
    print(json.dumps(message), flush=True)


try:
    import torch
    import torch.nn.functional as functional
except ImportError as error:
    write({"absent": str(error)})
    sys.exit(0)


class LeNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 10, 5)
        self.conv2 = torch.nn.Conv2d(10, 20, 5)
        self.fc1 = torch.nn.Linear(320, 50)
        self.fc2 = torch.nn.Linear(50, 10)

    def forward(self, x):
        x = functional.relu(functional.max_pool2d(self.conv1(x), 2))
        x = functional.dropout2d(self.conv2(x), training=self.training)
        x = functional.relu(functional.max_pool2d(x, 2)).flatten(1)
        x = functional.dropout(functional.relu(self.fc1(x)), training=self.training)
        return self.fc2(x)


def prepare(batch_size):
    torch.manual_seed(7)
    model = LeNet()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    images = torch.rand(batch_size, 1, 28, 28)
    labels = torch.arange(batch_size) % 10

    def gradient(x):
        x = x.detach().requires_grad_(True)
        return torch.autograd.grad(functional.cross_entropy(model(x), labels), x)[0]

    def forward():
        model.eval()
        with torch.no_grad():
            model(images).sum().item()

    def input_gradient():
        model.eval()
        gradient(images)

    def train(x=images):
        model.train()
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        loss.item()

    def fgsm_train():
        model.train()
        train((images + EPSILON * gradient(images).sign()).clamp(0, 1))

    def pgd():
        model.eval()
        x = (images + torch.empty_like(images).uniform_(-EPSILON, EPSILON)).clamp(0, 1)
        for _ in range(40):
            moved = x + 0.01 * gradient(x).sign()
            x = torch.minimum(torch.maximum(moved, images - EPSILON), images + EPSILON).clamp(0, 1)
        return x

    logistic = torch.nn.Linear(28 * 28, 10)
    logistic_optimizer = torch.optim.Adam(logistic.parameters(), lr=1e-3)

    def logistic_train():
        logistic_optimizer.zero_grad()
        loss = functional.cross_entropy(logistic(images.flatten(1)), labels)
        loss.backward()
        logistic_optimizer.step()
        loss.item()

    steps = -(-EPOCH_IMAGES // batch_size)
    return {
        "forward": forward,
        "input-gradient": input_gradient,
        "train": train,
        "fgsm-train": fgsm_train,
        "pgd-40": pgd,
        "logistic-epoch": lambda: [logistic_train() for _ in range(steps)],
        "epoch": lambda: [train() for _ in range(steps)],
        "fgsm-epoch": lambda: [fgsm_train() for _ in range(steps)],
    }


def peak_operations():
    """Operations a second of a matrix product, PyTorch's best case."""
    size = 768
    a, b = torch.rand(size, size), torch.rand(size, size)
    best = float("inf")
    for _ in range(20):
        before = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - before)
    return 2 * size**3 / best


def main(threads, batch_size, started_at_ms):
    torch.set_num_threads(threads)
    (torch.tensor(1.0) + 1).item()
    start_ms = 1000 * time.time() - started_at_ms
    description = f"CPU, PyTorch {torch.__version__}, {torch.get_num_threads()} threads"
    workloads = prepare(batch_size)
    write({"ready": {"description": description, "startMs": start_ms, "peakOperations": peak_operations()}})
    for line in sys.stdin:
        before, cpu_before = time.perf_counter(), time.process_time()
        workloads[line.strip()]()
        cpu_seconds = time.process_time() - cpu_before
        peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        write({"seconds": time.perf_counter() - before, "cpuSeconds": cpu_seconds, "peakBytes": peak_bytes})


main(*map(int, sys.argv[1:]))
