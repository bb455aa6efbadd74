#!/usr/bin/env python3
"""Reference numbers for src/model: tests/golden/model.json (index) and model.bin (numbers).

An independent implementation of every model variant in plain PyTorch, float64, on the CPU. It is written from the
papers' equations as vectors, one sentence and one word at a time: there is no batch and no padding here, so a mistake
of the C++ model with padding, masks or row order shows. Gradients come from PyTorch's autograd over these equations.

Run: python3 scripts/make_golden_model.py [OUTPUT_FOLDER]       (needs torch; a few seconds)

model.json:  {"weight_formula": ..., "src": [[ids]], "tgt_in": [[ids]], "tgt_out": [[ids]], "cases": [case]}
  case:      {"name", "options": {config keys below model}, "src_vocabulary", "tgt_vocabulary", "loss",
              "tensors": {name: {"shape": [..], "begin": number of doubles before it}}}
  tensors:   "logits" [n, tgt_vocabulary], n target words, sentence after sentence;
             "attention" [sum over target words of that sentence's source length], absent for attention none;
             "gradient/NAME" for every weight NAME, of the mean cross entropy of the n words.
model.bin:   little-endian float64.

Weights are not stored. With `rank` = index of the weight's name among all names of the case in byte order and `i` =
index into the row-major flat weight:  w_i = 0.4 cos(1 + 0.37 i + 1.1 rank).
"""

import json
import math
import pathlib
import sys

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

SRC = [[4, 7, 5, 8, 3], [6, 4, 3], [3]]  # lengths 5, 3, 1; 3 ends a sentence
TGT_IN = [[2, 9, 4, 6], [2, 5], [2, 10, 4]]  # lengths 4, 2, 3; 2 begins a sentence
TGT_OUT = [[9, 4, 6, 3], [5, 3], [10, 4, 3]]
SRC_VOCABULARY, TGT_VOCABULARY = 9, 11
GATES = {"lstm": 4, "gru": 3, "tanh": 1}


# ---- weights --------------------------------------------------------------------------------------------------------


def weight_shapes(o):
    """Name -> shape of every weight of the variant o."""
    shapes = {}
    enc, dec = o["encoder"], o["decoder"]
    joint = o["tie_embeddings"] == "all"
    attending = o["attention"] != "none"

    def recurrent(prefix, cell, inputs, hidden):
        rows = GATES[cell] * hidden
        shapes[prefix + ".weight_ih"] = [rows, inputs]
        shapes[prefix + ".weight_hh"] = [rows, hidden]
        shapes[prefix + ".bias_ih"] = [rows]
        shapes[prefix + ".bias_hh"] = [rows]

    def linear(prefix, inputs, outputs, bias=True):
        shapes[prefix + ".weight"] = [outputs, inputs]
        if bias:
            shapes[prefix + ".bias"] = [outputs]

    src_vocabulary, tgt_vocabulary = vocabularies(o)
    shapes["encoder.embedding.weight"] = [src_vocabulary, enc["embedding"]]
    one_way = enc["hidden"] // 2 if enc["bidirectional"] else enc["hidden"]
    for k in range(enc["layers"]):
        inputs = enc["embedding"] if k == 0 else enc["hidden"]
        recurrent(f"encoder.forward_layers.{k}", enc["cell"], inputs, one_way)
        if enc["bidirectional"]:
            recurrent(f"encoder.backward_layers.{k}", enc["cell"], inputs, one_way)

    if o["bridge"] in ("learned", "mean"):
        for k in range(dec["layers"]):
            linear(f"bridge.hidden.{k}", enc["hidden"], dec["hidden"])
            if dec["cell"] == "lstm":
                linear(f"bridge.cell.{k}", enc["hidden"], dec["hidden"])

    if not joint:
        shapes["decoder.embedding.weight"] = [tgt_vocabulary, dec["embedding"]]
    if o["position"] == "before_cell" or o["feed_context"]:
        fed = enc["hidden"]
    elif o["input_feeding"]:
        fed = dec["readout"]
    else:
        fed = 0
    for k in range(dec["layers"]):
        inputs = dec["embedding"] + fed if k == 0 else dec["hidden"]
        recurrent(f"decoder.layers.{k}", dec["cell"], inputs, dec["hidden"])

    if o["attention"] in ("additive", "query_key"):
        linear("decoder.attention.keys", enc["hidden"], o["attention_size"], bias=False)
        linear("decoder.attention.query", dec["hidden"], o["attention_size"], bias=False)
    if o["attention"] == "additive":
        shapes["decoder.attention.energy"] = [o["attention_size"]]
    if o["attention"] == "general":
        linear("decoder.attention.keys", enc["hidden"], dec["hidden"], bias=False)

    if o["position"] == "after_cell":
        linear("decoder.readout", enc["hidden"] + dec["hidden"], dec["readout"])
    else:
        context = enc["hidden"] if attending or o["feed_context"] else 0
        linear("decoder.readout", dec["hidden"] + context + dec["embedding"], dec["readout"])
    if o["tie_embeddings"] == "none":
        shapes["decoder.output_weight"] = [tgt_vocabulary, dec["readout"]]
    shapes["decoder.output_bias"] = [tgt_vocabulary]
    return shapes


def vocabularies(o):
    return (TGT_VOCABULARY if o["tie_embeddings"] == "all" else SRC_VOCABULARY), TGT_VOCABULARY


def make_weights(o):
    shapes = weight_shapes(o)
    weights = {}
    for rank, name in enumerate(sorted(shapes)):
        count = math.prod(shapes[name])
        values = [0.4 * math.cos(1.0 + 0.37 * i + 1.1 * rank) for i in range(count)]
        weights[name] = torch.tensor(values).reshape(shapes[name]).requires_grad_()
    return weights


# ---- the equations, on vectors --------------------------------------------------------------------------------------


def cell_step(cell, w, prefix, x, state):
    """One step of a cell; state and result are (hidden, cell or None)."""
    from_input = w[prefix + ".weight_ih"] @ x + w[prefix + ".bias_ih"]
    from_state = w[prefix + ".weight_hh"] @ state[0] + w[prefix + ".bias_hh"]
    n = state[0].numel()
    if cell == "tanh":
        return torch.tanh(from_input + from_state), None
    if cell == "gru":  # gate order r, z, n
        reset = torch.sigmoid(from_input[:n] + from_state[:n])
        update = torch.sigmoid(from_input[n : 2 * n] + from_state[n : 2 * n])
        candidate = torch.tanh(from_input[2 * n :] + reset * from_state[2 * n :])
        return (1 - update) * candidate + update * state[0], None
    total = from_input + from_state  # LSTM, gate order i, f, g, o
    write, keep = torch.sigmoid(total[:n]), torch.sigmoid(total[n : 2 * n])
    candidate, show = torch.tanh(total[2 * n : 3 * n]), torch.sigmoid(total[3 * n :])
    memory = keep * state[1] + write * candidate
    return show * torch.tanh(memory), memory


def zero_state(cell, size):
    return torch.zeros(size), (torch.zeros(size) if cell == "lstm" else None)


def run_layer(cell, w, prefix, inputs):
    """All states of one direction over a list of vectors, and the last (hidden, cell)."""
    state = zero_state(cell, w[prefix + ".weight_hh"].shape[1])
    states = []
    for x in inputs:
        state = cell_step(cell, w, prefix, x, state)
        states.append(state[0])
    return states, state


def encode(o, w, words):
    """h_1..h_m in the order of the source, and per layer [forward_m ; backward_1] of hidden and cell."""
    enc = o["encoder"]
    read = list(reversed(words)) if enc["reverse_source"] else list(words)
    inputs = [w["encoder.embedding.weight"][word] for word in read]
    finals = []
    for k in range(enc["layers"]):
        there, last = run_layer(enc["cell"], w, f"encoder.forward_layers.{k}", inputs)
        if not enc["bidirectional"]:
            inputs = there
            finals.append(last)
            continue
        back, first = run_layer(enc["cell"], w, f"encoder.backward_layers.{k}", inputs[::-1])
        inputs = [torch.cat([f, b]) for f, b in zip(there, back[::-1])]
        cells = torch.cat([last[1], first[1]]) if enc["cell"] == "lstm" else None
        finals.append((torch.cat([last[0], first[0]]), cells))
    annotations = inputs[::-1] if enc["reverse_source"] else inputs
    return annotations, finals


def bridge(o, w, annotations, finals):
    dec = o["decoder"]
    if o["bridge"] == "zero":
        return [zero_state(dec["cell"], dec["hidden"]) for _ in range(dec["layers"])]
    if o["bridge"] == "last":
        return [(hidden, cell if dec["cell"] == "lstm" else None) for hidden, cell in finals]
    summary = finals[-1][0] if o["bridge"] == "learned" else sum(annotations) / len(annotations)
    states = []
    for k in range(dec["layers"]):
        hidden = torch.tanh(w[f"bridge.hidden.{k}.weight"] @ summary + w[f"bridge.hidden.{k}.bias"])
        cell = None
        if dec["cell"] == "lstm":
            cell = w[f"bridge.cell.{k}.weight"] @ summary + w[f"bridge.cell.{k}.bias"]
        states.append((hidden, cell))
    return states


def energy(o, w, s, h):
    """e_ij of one state s and one annotation h."""
    kind = o["attention"]
    if kind == "additive":
        inner = w["decoder.attention.keys.weight"] @ h + w["decoder.attention.query.weight"] @ s
        return w["decoder.attention.energy"] @ torch.tanh(inner)
    if kind == "dot":
        return s @ h
    if kind == "scaled_dot":
        return s @ h / math.sqrt(h.numel())
    if kind == "general":
        return s @ (w["decoder.attention.keys.weight"] @ h)
    assert kind == "query_key"
    key, query = w["decoder.attention.keys.weight"] @ h, w["decoder.attention.query.weight"] @ s
    return key @ query / (math.sqrt(key.numel()) if o["attention_scale"] else 1.0)


def attend(o, w, s, annotations):
    exponentials = torch.stack([energy(o, w, s, h) for h in annotations]).exp()
    weights = exponentials / exponentials.sum()
    context = sum(a * h for a, h in zip(weights, annotations))
    return context, weights


def decode(o, w, annotations, finals, words):
    """Logits of every target word, and the attention weights."""
    dec = o["decoder"]
    attending = o["attention"] != "none"
    before, after = o["position"] == "before_cell", o["position"] == "after_cell"
    embedding = w["encoder.embedding.weight" if o["tie_embeddings"] == "all" else "decoder.embedding.weight"]
    output = w["decoder.output_weight"] if o["tie_embeddings"] == "none" else embedding
    states = bridge(o, w, annotations, finals)
    fixed = finals[-1][0]  # the one context of attention none
    s_tilde = torch.zeros(dec["readout"])
    logits, attention = [], []
    for word in words:
        y = embedding[word]
        x, context = y, None
        if before:
            context, weights = attend(o, w, states[-1][0], annotations)
            x = torch.cat([y, context])
        elif o["feed_context"]:
            context = fixed
            x = torch.cat([y, context])
        elif o["input_feeding"]:
            x = torch.cat([y, s_tilde])
        for k in range(dec["layers"]):
            states[k] = cell_step(dec["cell"], w, f"decoder.layers.{k}", x, states[k])
            x = states[k][0]
        s = states[-1][0]
        if after:
            context, weights = attend(o, w, s, annotations)
            seen = torch.cat([context, s])
        else:
            seen = torch.cat([s, y] if context is None else [s, context, y])
        t = torch.tanh(w["decoder.readout.weight"] @ seen + w["decoder.readout.bias"])
        s_tilde = t
        logits.append(output @ t + w["decoder.output_bias"])
        if attending:
            attention.append(weights)
    return logits, attention


# ---- the grid -------------------------------------------------------------------------------------------------------


def options(attention, cell, position=None, **changes):
    """A variant; `changes` by config key, nested keys as encoder__layers."""
    o = {
        "attention": attention, "attention_size": 4, "attention_scale": True, "position": position or "auto",
        "input_feeding": False, "feed_context": False, "bridge": "learned", "tie_embeddings": "none",
        "encoder": {"cell": cell, "layers": 1, "hidden": 6, "embedding": 5, "bidirectional": True,
                    "reverse_source": False},
        "decoder": {"cell": cell, "layers": 1, "hidden": 7, "embedding": 3, "readout": 5},
    }
    if attention in ("dot", "scaled_dot"):
        o["decoder"]["hidden"] = 6
    for key, value in changes.items():
        section, _, name = key.rpartition("__")
        (o[section] if section else o)[name] = value
    return o


def grid():
    """(name, options) of every case."""
    places = [("before_cell", "before_cell", {}), ("after_cell", "after_cell", {}),
              ("after_cell input_feeding", "after_cell", {"input_feeding": True})]
    scorings = [("additive", {}), ("dot", {}), ("general", {}), ("scaled_dot", {}), ("query_key", {}),
                ("query_key", {"attention_scale": False})]
    for cell in GATES:
        yield f"none {cell}", options("none", cell)
        yield f"none feed_context {cell}", options("none", cell, feed_context=True)
        for attention, scoring in scorings:
            label = attention + (" unscaled" if scoring else "")
            for place, position, fed in places:
                yield f"{label} {cell} {place}", options(attention, cell, position, **scoring, **fed)
    yield from mixed_cells()
    yield from other_bridges()
    yield from deep()
    yield from directions()
    yield from tied()


def mixed_cells():
    for enc, dec, position in [("gru", "lstm", "before_cell"), ("lstm", "gru", "after_cell"),
                               ("tanh", "lstm", "after_cell"), ("lstm", "tanh", "before_cell")]:
        yield f"mixed {enc} {dec}", options("additive", enc, position, decoder__cell=dec)


def other_bridges():
    for cell in GATES:
        for kind in ("mean", "zero"):
            yield f"bridge {kind} {cell}", options("general", cell, "before_cell", bridge=kind)
        yield f"bridge last {cell}", options("dot", cell, "after_cell", bridge="last")
        yield f"bridge last none {cell}", options("none", cell, bridge="last", decoder__hidden=6)
        yield f"bridge mean none {cell}", options("none", cell, bridge="mean", feed_context=True)
    yield "bridge last lstm gru", options("dot", "lstm", "before_cell", bridge="last", decoder__cell="gru")


def deep():
    two = {"encoder__layers": 2, "decoder__layers": 2}
    for cell in GATES:
        yield f"deep before_cell {cell}", options("additive", cell, "before_cell", **two)
        yield f"deep input_feeding {cell}", options("general", cell, "after_cell", input_feeding=True, **two)
        yield f"deep last {cell}", options("none", cell, bridge="last", decoder__hidden=6, **two)
    yield "deep decoder only", options("query_key", "lstm", "after_cell", decoder__layers=3)
    yield "deep encoder only", options("query_key", "gru", "before_cell", encoder__layers=3)
    yield "deep mean", options("scaled_dot", "lstm", "before_cell", bridge="mean", **two)


def directions():
    one_way = {"encoder__bidirectional": False, "encoder__hidden": 7}
    for cell in GATES:
        yield f"unidirectional {cell}", options("additive", cell, "before_cell", **one_way)
        yield f"unidirectional none reversed {cell}", options("none", cell, encoder__reverse_source=True, **one_way)
        yield f"reversed {cell}", options("additive", cell, "after_cell", encoder__reverse_source=True)
    yield "unidirectional deep reversed last", options(
        "dot", "lstm", "before_cell", bridge="last", encoder__reverse_source=True, encoder__layers=2,
        decoder__layers=2, decoder__hidden=7, **one_way)
    yield "reversed mean deep", options("general", "gru", "before_cell", bridge="mean", encoder__reverse_source=True,
                                        encoder__layers=2)


def tied():
    for position in ("before_cell", "after_cell"):
        yield f"tied target {position}", options("additive", "lstm", position, tie_embeddings="target",
                                                 decoder__readout=3)
        yield f"tied all {position}", options("general", "gru", position, tie_embeddings="all", encoder__embedding=3,
                                              decoder__readout=3)
    yield "tied target input_feeding", options("query_key", "tanh", "after_cell", input_feeding=True,
                                               tie_embeddings="target", decoder__readout=3)
    yield "tied all none", options("none", "lstm", tie_embeddings="all", encoder__embedding=3, decoder__readout=3)


# ---- output ---------------------------------------------------------------------------------------------------------


def compute(o):
    """Loss, and the named tensors of a case."""
    w = make_weights(o)
    logits, attention = [], []
    for src, tgt in zip(SRC, TGT_IN):
        annotations, finals = encode(o, w, src)
        words, weights = decode(o, w, annotations, finals, tgt)
        logits += words
        attention += weights
    targets = [word for sentence in TGT_OUT for word in sentence]
    losses = [torch.log(torch.exp(z).sum()) - z[word] for z, word in zip(logits, targets)]
    loss = sum(losses) / len(losses)
    loss.backward()
    tensors = {"logits": torch.stack(logits).detach()}
    if attention:
        tensors["attention"] = torch.cat(attention).detach()
    for name in sorted(w):
        # A weight that nothing reads has no gradient.
        tensors["gradient/" + name] = torch.zeros_like(w[name]) if w[name].grad is None else w[name].grad
    return loss.item(), tensors


def main():
    default = pathlib.Path(__file__).resolve().parent.parent / "tests" / "golden"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    cases, blob, begin = [], [], 0
    for name, o in grid():
        loss, tensors = compute(o)
        index = {}
        for key, tensor in tensors.items():
            index[key] = {"shape": list(tensor.shape), "begin": begin}
            begin += tensor.numel()
            blob.append(tensor.numpy().astype("<f8").tobytes())
        src_vocabulary, tgt_vocabulary = vocabularies(o)
        cases.append({"name": name, "options": o, "src_vocabulary": src_vocabulary, "tgt_vocabulary": tgt_vocabulary,
                      "loss": loss, "tensors": index})
    head = {"weight_formula": "0.4 cos(1 + 0.37 i + 1.1 rank)", "made_with": "torch " + torch.__version__,
            "src": SRC, "tgt_in": TGT_IN, "tgt_out": TGT_OUT}
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (folder / "model.json").write_text(json.dumps(head)[:-1] + ',\n"cases": [\n' + lines + "\n]}\n")
    (folder / "model.bin").write_bytes(b"".join(blob))
    print(f"{len(cases)} cases, {begin} numbers")


if __name__ == "__main__":
    main()
