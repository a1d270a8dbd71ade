#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The PyTorch side of `mog bench` for steps of learning by interaction; see bench_torch.py.

A step is an episode and an update by Adam. What the channels are, and what an assignment to
resource blocks (RBs) earns, costs nothing here; rates of powers are tensor operations.
"""
from bench_torch import NOISE, best, describe, layers, report

import torch

CHANNELS, WIDTHS, RATE = 1000, (200, 200), 1e-4
RB_K, RBS, POWER_K = 6, 3, 10
BATCH, REPLAY, SPREAD = 64, 100000, 0.3


class Perceptron(torch.nn.Sequential):
    """Linear and ReLU twice, and Linear."""

    variant = None

    def __init__(self, inputs, outputs):
        super().__init__(*layers(inputs, WIDTHS), torch.nn.Linear(WIDTHS[-1], outputs))


class Adam(torch.optim.Adam):
    """Natural: as it comes, for each tensor on its own."""

    def __init__(self, net):
        super().__init__(net.parameters(), lr=RATE)


class FlatAdam(torch.optim.Adam):
    """Tuned: all parameters, and all gradients, are views of one tensor each; of foreach=True, too,
    this was faster."""

    def __init__(self, net):
        tensors = list(net.parameters())
        flat = torch.nn.Parameter(torch.cat([tensor.detach().flatten() for tensor in tensors]))
        flat.grad = torch.zeros_like(flat)
        start = 0
        for tensor in tensors:
            place = slice(start, start + tensor.numel())
            tensor.data = flat.data[place].view_as(tensor)
            tensor.grad = flat.grad[place].view_as(tensor)
            start += tensor.numel()
        super().__init__([flat], lr=RATE)
        self.flat = flat

    def zero_grad(self, set_to_none=False):
        self.flat.grad.zero_()


def sum_rate(gain, power):
    """Of powers [..., K], bit/s/Hz for each link."""
    received = (gain @ power[..., None])[..., 0] + NOISE
    signal = torch.diagonal(gain, dim1=-2, dim2=-1) * power
    return torch.log2(1 + signal / (received - signal))


# ---- policy gradients: one action, no baseline, one state at a time ------------------------------


class RbPolicy:
    """Which of the RBs each link is on."""

    def __init__(self):
        self.net = Perceptron(RB_K**2, RB_K * RBS)
        self.x = torch.rand(CHANNELS, RB_K**2)
        self.reward = torch.rand(CHANNELS).tolist()

    def loss(self, n):
        policy = torch.distributions.Categorical(logits=self.net(self.x[n]).view(RB_K, RBS))
        action = policy.sample()
        return -self.reward[n] * policy.log_prob(action).sum()

    def surrogate(self, n):
        """An output, and the gradient of the loss with respect to it."""
        logits = self.net(self.x[n])
        rows = torch.softmax(logits.detach().view(RB_K, RBS), 1)
        action = torch.multinomial(rows, 1)
        rows.scatter_add_(1, action, torch.full_like(action, -1, dtype=rows.dtype))
        return logits, rows.mul_(self.reward[n]).view(-1)


class PowerPolicy:
    """Which links are on."""

    def __init__(self):
        self.net = Perceptron(POWER_K**2, POWER_K)
        self.gain = torch.randn(CHANNELS, POWER_K, POWER_K) ** 2
        self.x = self.gain.sqrt().view(CHANNELS, -1)

    def loss(self, n):
        policy = torch.distributions.Bernoulli(logits=self.net(self.x[n]))
        action = policy.sample()
        return -sum_rate(self.gain[n], action).sum() * policy.log_prob(action).sum()

    def surrogate(self, n):
        """An output, and the gradient of the loss with respect to it."""
        logits = self.net(self.x[n])
        on = torch.sigmoid(logits.detach())
        action = torch.bernoulli(on)
        return logits, on.sub_(action).mul_(sum_rate(self.gain[n], action).sum())


def pg_step(problem, variant, calls, repeats):
    """Natural: autograd from a loss. Tuned: the gradient of the logits is known, p - a."""
    policy = problem()
    tuned = variant == "tuned"
    policy.net.variant = variant
    optimizer = (FlatAdam if tuned else Adam)(policy.net)
    episode = 0

    def step():
        nonlocal episode
        episode = (episode + 1) % CHANNELS
        optimizer.zero_grad(set_to_none=True)
        if tuned:
            output, gradient = policy.surrogate(episode)
            output.backward(gradient)
        else:
            policy.loss(episode).backward()
        optimizer.step()

    return describe(policy.net, best(step, calls, repeats))


# ---- deterministic policy gradients --------------------------------------------------------------


class Replay:
    """The latest experiences."""

    def __init__(self):
        self.x = torch.empty(REPLAY, POWER_K**2)
        self.action, self.reward = torch.empty(2, REPLAY, POWER_K)
        self.stored = 0

    def put(self, x, action, reward):
        n = self.stored % REPLAY
        self.x[n], self.action[n], self.reward[n] = x, action, reward
        self.stored += 1

    def draw(self):
        rows = torch.randint(min(self.stored, REPLAY), (BATCH,))
        return self.x[rows], self.action[rows], self.reward[rows]


class Agent:
    """A policy, and a critic that says what each link will earn."""

    def __init__(self, variant):
        self.tuned = variant == "tuned"
        self.actor, self.critic = (
            Perceptron(inputs, POWER_K) for inputs in (POWER_K**2, POWER_K**2 + POWER_K))
        self.actor.variant = variant
        kind = FlatAdam if self.tuned else Adam
        self.actor_optimizer, self.critic_optimizer = kind(self.actor), kind(self.critic)
        self.replay = Replay()
        self.gain = torch.randn(CHANNELS, POWER_K, POWER_K) ** 2
        self.x = self.gain.sqrt().view(CHANNELS, -1)
        for n in range(BATCH):
            self.explore(n)

    def explore(self, n):
        with torch.no_grad():
            logits = self.actor(self.x[n])
            action = torch.sigmoid(logits + SPREAD * torch.randn(POWER_K))
            self.replay.put(self.x[n], action, sum_rate(self.gain[n], action))

    def value(self, x, action):
        return self.critic(torch.cat([x, action], 1))

    def fit(self, x, action, reward):
        self.critic_optimizer.zero_grad(set_to_none=True)
        torch.nn.functional.mse_loss(self.value(x, action), reward).backward()
        self.critic_optimizer.step()

    def improve(self, x):
        """Tuned: nobody asks for the critic's own gradient."""
        if self.tuned:
            self.critic.requires_grad_(False)
        self.actor_optimizer.zero_grad(set_to_none=True)
        (-self.value(x, torch.sigmoid(self.actor(x))).sum(1).mean()).backward()
        self.actor_optimizer.step()
        if self.tuned:
            self.critic.requires_grad_(True)

    def step(self):
        self.explore(self.replay.stored % CHANNELS)
        x, action, reward = self.replay.draw()
        self.fit(x, action, reward)
        self.improve(x)


def dpg_step(variant, calls, repeats):
    agent = Agent(variant)
    return describe(agent.actor, best(agent.step, calls, repeats))


# As in bench_torch.py.
ROWS = tuple(
    (name, measure, *what, variant, calls, often)
    for name, measure, *what, calls, often in (
        ("pg_step_mlp_k6_n3_b1", pg_step, RbPolicy, 200, 2),
        ("pg_step_mlp_k10_b1", pg_step, PowerPolicy, 200, 2),
        ("dpg_step_mlp_k10_b64", dpg_step, 50, 2))
    for variant in (None, "tuned"))

if __name__ == "__main__":
    report(__doc__, ROWS)
