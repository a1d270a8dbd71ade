#!/usr/bin/env python3
"""Writes cnn_gradients.h5: convolutional networks of PyTorch in float64. For a batch of channel
images x, each group holds the parameters; the outputs in training, y; the gradients of
sum(direction * y); the buffers that training leaves behind, and the outputs in evaluation with
those. Needs python3-h5py, python3-torch. Run it in this folder."""
import h5py
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


class Cnn(torch.nn.Module):
    """Conv2d, ReLU, [BatchNorm2d] ..., flattened; Linear, ReLU, [BatchNorm1d] ..., Linear, Sigmoid."""

    def __init__(self, links, channels, kernel, hidden, batch_norm):
        super().__init__()
        conv, layers, width = [], [], 1
        for out in channels:
            conv += [torch.nn.Conv2d(width, out, kernel, padding="same"), torch.nn.ReLU()]
            conv += [torch.nn.BatchNorm2d(out)] if batch_norm else []
            width = out
        width *= links**2
        for out in hidden:
            layers += [torch.nn.Linear(width, out), torch.nn.ReLU()]
            layers += [torch.nn.BatchNorm1d(out)] if batch_norm else []
            width = out
        self.conv = torch.nn.Sequential(*conv)
        self.layers = torch.nn.Sequential(*layers, torch.nn.Linear(width, links))

    def forward(self, x):
        return torch.sigmoid(self.layers(self.conv(x[:, None]).flatten(1)))


def dump(group, net, samples, links):
    x, direction = torch.randn(samples, links, links), torch.randn(samples, links)
    for module in net.modules():
        if isinstance(module, (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d)):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.bias, -0.5, 0.5)
    for name, p in net.named_parameters():
        group[f"parameter/{name}"] = p.detach().numpy()
    y = net.train()(x)
    (direction * y).sum().backward()
    group["x"], group["direction"], group["output"] = x, direction, y.detach()
    for name, p in net.named_parameters():
        group[f"gradient/{name}"] = p.grad.numpy()
    buffers = group.create_group("buffer")
    for name, b in net.named_buffers():
        if b.dim() == 1:  # not the number of batches, a scalar
            buffers[name] = b.numpy()
    group["evaluation"] = net.eval()(x).detach()


with h5py.File("cnn_gradients.h5", "w", libver="latest") as f:
    dump(f.create_group("plain"), Cnn(5, [2, 3], 3, [], False), 4, 5)
    dump(f.create_group("batch_norm"), Cnn(4, [3, 2], 5, [6], True), 6, 4)
