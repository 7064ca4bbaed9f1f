"""SentencePiece for lemma bench tokenizer: MODEL CORPUS, then requests on standard input, answers as JSON lines.

CORPUS has one JSON string a line, a text each; all of them are one batch on one thread. Requests:
  ids           {"hashes"}: of each text, hash = 31 * hash + id over its ids, modulo 2^32
  load          {"s"}: reading the model file once more
  encode        {"s", "tokens"}: best segmentations
  sample ALPHA  {"s", "tokens"}: exact sampling over all segmentations (nbest_size = -1)
"""
import json
import sys
import time

import sentencepiece


def answer(**members):
    print(json.dumps(members), flush=True)


def hashed(ids):
    value = 0
    for token in ids:
        value = (31 * value + token) & 0xFFFFFFFF
    return value


def main():
    model, corpus = sys.argv[1:3]
    processor = sentencepiece.SentencePieceProcessor(model_file=model)
    with open(corpus, encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    answer(version=sentencepiece.__version__)
    for line in sys.stdin:
        request = line.split()
        start = time.perf_counter()
        if request[0] == "load":
            sentencepiece.SentencePieceProcessor(model_file=model)
            answer(s=time.perf_counter() - start)
            continue
        if request[0] == "sample":
            ids = processor.encode(texts, enable_sampling=True, alpha=float(request[1]), nbest_size=-1, num_threads=1)
        else:
            ids = processor.encode(texts, num_threads=1)
        seconds = time.perf_counter() - start
        tokens = sum(map(len, ids))
        if request[0] == "ids":
            answer(hashes=[hashed(text) for text in ids])
        else:
            answer(s=seconds, tokens=tokens)


main()
