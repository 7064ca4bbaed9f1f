#!/usr/bin/env python3
"""Compare Lemma's ids with Hugging Face tokenizers' and tiktoken's:  compare_pipelines.py CORPUS.jsonl [--work DIR] [--rounds N]
                                                                       [--ranks FILE.tiktoken]...

CORPUS has one JSON string a line. Trains small tokenizer.json files of several kinds on it and small tiktoken ranks (from the
byte-level BPE), encodes every text with the library and with Lemma, and prints how many texts differ, on the corpus and
on random texts (compare_sentencepiece.odd_texts). With --ranks it takes published rank files instead; their
names must tell the encoding. Needs the Python packages tokenizers and tiktoken, a JDK 25 (JAVA_HOME), Lemma's classes. Installs nothing.
"""
import argparse, base64, json, os, subprocess, sys, time

from compare_sentencepiece import CLASSES, HERE, JAVA, odd_texts, pack, unpack
from make_golden import LLAMA3, SPLITS

O200K = SPLITS["o200k"]
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


def build(texts):
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
    alphabet = pre_tokenizers.ByteLevel.alphabet()

    def byte_level(regex, normalizer=None, ignore=False):
        tok = Tokenizer(models.BPE(ignore_merges=ignore))
        if normalizer:
            tok.normalizer = normalizer
        level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=regex is None)
        tok.pre_tokenizer = level if regex is None else pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(regex), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
        tok.decoder = decoders.ByteLevel()
        tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=8000, initial_alphabet=alphabet, show_progress=False))
        return tok

    yield "gpt2", byte_level(None)
    yield "llama3", byte_level(LLAMA3, ignore=True)
    yield "qwen2", byte_level(QWEN2, normalizers.NFC())
    yield "o200k", byte_level(O200K)
    tok = Tokenizer(models.BPE(ignore_merges=False))
    tok.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tok.decoder = decoders.ByteLevel()
    tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=8000, initial_alphabet=alphabet, show_progress=False))
    yield "smollm", tok
    tok = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tok.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tok.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    tok.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=8000, special_tokens=["<unk>"] + ["<0x%02X>" % b for b in range(256)],
                                                       limit_alphabet=200, show_progress=False))
    data = json.loads(tok.to_str())
    data["added_tokens"] = data["added_tokens"][:1]
    yield "llama2", Tokenizer.from_str(json.dumps(data))
    tok = Tokenizer(models.Unigram())
    tok.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tok.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tok.decoder = decoders.Metaspace()
    tok.train_from_iterator(texts[:4000], trainers.UnigramTrainer(vocab_size=8000, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False))
    yield "unigram", tok


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus")
    p.add_argument("--rounds", type=int, default=0)
    p.add_argument("--work", default="/tmp/lemma-compare-pipelines")
    p.add_argument("--ranks", action="append", default=[])
    a = p.parse_args()
    try:
        import tiktoken, tokenizers  # noqa: F401
    except ImportError as e:
        sys.exit("compare_pipelines.py needs the Python package " + e.name)
    if not os.path.exists(JAVA) or not os.path.isdir(os.path.join(CLASSES, "dev")):
        sys.exit("compare_pipelines.py needs JAVA_HOME and Lemma's classes (mvn -pl tokenizer compile)")
    os.makedirs(a.work, exist_ok=True)
    with open(a.corpus, encoding="utf-8") as f:
        texts = [json.loads(line) for line in f]
    corpora = {"corpus": texts, "odd": odd_texts()}
    for name, some in corpora.items():
        pack(some, os.path.join(a.work, name + ".bin"))
    bad = 0

    def compare(name, path, encode, decode, special=False):
        nonlocal bad
        for corpus, some in corpora.items():
            start = time.process_time()
            expected = [encode(t) for t in some]
            seconds = time.process_time() - start
            out = os.path.join(a.work, "out.bin")
            subprocess.run([JAVA, "-cp", CLASSES, os.path.join(HERE, "EncodeTexts.java"), *["--special"] * special, path, os.path.join(a.work, corpus + ".bin"), out,
                            str(a.rounds if corpus == "corpus" else 0)], check=True)
            ids = decoded = 0
            for text, want, (got, back) in zip(some, expected, unpack(out), strict=True):
                ids += want != got
                decoded += decode(want) != back
                if want != got and ids <= 2:
                    print("  differs:", repr(text[:80]), want[:40], got[:40])
            mb = sum(len(t.encode()) for t in some) / 1e6
            print("%-18s %-7s %6d texts %6.2f MB: %d differ in ids, %d in decoded text (library, Python %.2f MB/s)"
                  % (name, corpus, len(some), mb, ids, decoded, mb / seconds), flush=True)
            bad += ids

    from make_golden import byte_ranks
    from tokenizers import Tokenizer
    ranks = {}
    for name, tok in [] if a.ranks else build(texts):
        path = os.path.join(a.work, name + ".json")
        tok.save(path)
        tok = Tokenizer.from_file(path)
        if name == "gpt2":
            ranks = byte_ranks(tok)
        compare("hf " + name, path, lambda t: tok.encode(t, add_special_tokens=False).ids, tok.decode, True)
    files = list(a.ranks)
    for name in SPLITS if ranks else []:
        path = os.path.join(a.work, name + ".tiktoken")
        with open(path, "w") as f:
            for b, r in ranks.items():
                f.write("%s %d\n" % (base64.b64encode(b).decode(), r))
        files.append(path)
    for path in files:
        name = next((n for n in SPLITS if n in os.path.basename(path)), "gpt2")
        with open(path, "rb") as f:
            table = {base64.b64decode(b): int(r) for b, r in (line.split() for line in f if line.strip())}
        enc = tiktoken.Encoding(name, pat_str=SPLITS[name], mergeable_ranks=table, special_tokens={})
        compare("tiktoken " + os.path.basename(path), path, enc.encode_ordinary, enc.decode)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
