#!/usr/bin/env python3
"""Helper of train_compare.sh. Standard library and, for `measure`, Debian's python3-sentencepiece.

  train_compare.py split CORPUS.jsonl TRAIN.jsonl HELDOUT.jsonl TRAIN.txt   every tenth document is held out
  train_compare.py graft SP.model PIECES OUT.model    SentencePiece's model with the pieces of `base64 score` lines
  train_compare.py measure NAME SP.model FILE.jsonl   bytes a token of SentencePiece's own encoder
"""
import base64
import json
import struct
import sys


def split(corpus, train, held_out, text):
    with open(corpus, encoding="utf-8") as f:
        lines = f.read().split("\n")[:-1]
    parts = [l for i, l in enumerate(lines) if i % 10 != 9], [l for i, l in enumerate(lines) if i % 10 == 9]
    for path, part in zip((train, held_out), parts):
        with open(path, "w", encoding="utf-8", newline="\n") as f:
            f.writelines(l + "\n" for l in part)
    with open(text, "w", encoding="utf-8", newline="\n") as f:
        for l in parts[0]:
            f.writelines(s + "\n" for s in json.loads(l).split("\n") if s.strip())


def varint(data, i):
    value = shift = 0
    while True:
        b = data[i]
        value, shift, i = value | (b & 127) << shift, shift + 7, i + 1
        if b < 128:
            return value, i


def encode_varint(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def graft(model, pieces, out):
    with open(model, "rb") as f:
        data = f.read()
    # ModelProto: field 1 repeated SentencePiece {1: piece, 2: float score, 3: type}; type 1 (the default) is a normal piece.
    special, rest, i = [], [], 0
    while i < len(data):
        start = i
        tag, i = varint(data, i)
        size, i = varint(data, i)
        body, i = data[i:i + size], i + size
        if tag == 10:
            n, k = varint(body, 1)
            if len(body) > k + n + 5 and body[k + n + 5] == 24 and body[k + n + 6] != 1:
                special.append(data[start:i])
        else:
            rest.append(data[start:i])
    with open(out, "wb") as f:
        f.writelines(special)
        for line in open(pieces, encoding="ascii"):
            piece, score = line.split()
            piece = base64.b64decode(piece)
            body = b"\x0a" + encode_varint(len(piece)) + piece + b"\x15" + struct.pack("<f", float(score))
            f.write(b"\x0a" + encode_varint(len(body)) + body)
        f.writelines(rest)


def measure(name, model, file):
    import sentencepiece
    sp = sentencepiece.SentencePieceProcessor(model_file=model)
    with open(file, encoding="utf-8") as f:
        docs = [json.loads(l) for l in f]
    tokens = sum(map(len, sp.encode(docs)))
    size = sum(len(d.encode()) for d in docs)
    print(json.dumps({"pieces_of": name, "encoder": "sentencepiece " + sentencepiece.__version__, "vocab": sp.vocab_size(),
                      "text": file.rsplit("/", 1)[-1], "bytes_per_token": round(size / tokens, 4)}), flush=True)


if __name__ == "__main__":
    {"split": split, "graft": graft, "measure": measure}[sys.argv[1]](*sys.argv[2:])
