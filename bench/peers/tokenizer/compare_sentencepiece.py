#!/usr/bin/env python3
"""Compare Lemma's ids with SentencePiece's:  compare_sentencepiece.py CORPUS.jsonl [--rounds N] [--work DIR]

CORPUS has one JSON string a line, a text each (shared/bench/tokenizer/make_corpus.py writes such). Trains small models of
each kind on it with spm_train, encodes every text with SentencePiece and with Lemma, and prints for each model how many
texts differ in ids and in decoded text. Each model is also read and written by Lemma and loaded again by
SentencePiece. A second corpus of random characters of many scripts, spaces and controls is made here (seeded).

Needs Debian's sentencepiece and python3-sentencepiece (run with /usr/bin/python3), a JDK 25 (JAVA_HOME) and Lemma's
classes (mvn -pl tokenizer compile). Installs nothing.
"""
import argparse, json, os, random, shutil, struct, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = os.environ.get("LEMMA_CLASSES", os.path.join(HERE, "../../../tokenizer/target/classes"))
JAVA = os.path.join(os.environ.get("JAVA_HOME", ""), "bin/java")
MODELS = {
    "unigram": ["--model_type=unigram"],
    "unigram-bytes": ["--model_type=unigram", "--byte_fallback=true", "--character_coverage=0.99"],
    "unigram-identity": ["--model_type=unigram", "--normalization_rule_name=identity", "--remove_extra_whitespaces=false",
                         "--add_dummy_prefix=false", "--user_defined_symbols=<sep>,neural,\u2581the\u2581,  "],
    "unigram-suffix": ["--model_type=unigram", "--treat_whitespace_as_suffix=true", "--normalization_rule_name=nmt_nfkc_cf"],
    "unigram-across": ["--model_type=unigram", "--split_by_whitespace=false", "--character_coverage=0.98"],
    "bpe": ["--model_type=bpe"],
    "bpe-bytes": ["--model_type=bpe", "--byte_fallback=true", "--character_coverage=0.99", "--split_digits=true",
                  "--normalization_rule_name=identity", "--remove_extra_whitespaces=false",
                  "--allow_whitespace_only_pieces=true"],
    "bpe-user": ["--model_type=bpe", "--user_defined_symbols=<sep>,neural net,ing", "--character_coverage=0.98"],
    "bpe-suffix": ["--model_type=bpe", "--treat_whitespace_as_suffix=true"],
    "bpe-across": ["--model_type=bpe", "--split_by_whitespace=false"],
}


def missing():
    try:
        import sentencepiece  # noqa: F401
    except ImportError:
        return "python3-sentencepiece (apt-get install python3-sentencepiece, then run with /usr/bin/python3)"
    if not shutil.which("spm_train"):
        return "spm_train (apt-get install sentencepiece)"
    if not os.path.exists(JAVA):
        return "a JDK 25: set JAVA_HOME"
    if not os.path.isdir(os.path.join(CLASSES, "dev")):
        return "Lemma's classes: mvn -pl tokenizer compile"
    return None


def odd_texts(n=20000, seed=1):
    r = random.Random(seed)
    ranges = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x36F), (0x370, 0x3FF), (0x5D0, 0x5EA), (0x600, 0x64A),
              (0x900, 0x97F), (0x1100, 0x11FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2100, 0x214F), (0x2460, 0x24FF),
              (0x2580, 0x2583), (0x3000, 0x30FF), (0x3300, 0x33FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFB00, 0xFB4F),
              (0xFE50, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F300, 0x1F64F), (0x1, 0x1F)]
    words = ["the", "neural", "network", "neural net", "<sep>", "<s>", "<unk>", "<0x41>", "\u2581", "  ", "\t", "\n", "ing"]
    out = []
    for _ in range(n):
        s = ""
        for _ in range(r.randint(0, 12)):
            k = r.random()
            if k < 0.3:
                s += r.choice(words)
            elif k < 0.5:
                s += " " * r.randint(1, 3)
            else:
                lo, hi = r.choice(ranges)
                s += "".join(chr(r.randint(lo, hi)) for _ in range(r.randint(1, 4)))
        out.append(s)
    return out


def pack(texts, path):
    with open(path, "wb") as f:
        for t in texts:
            b = t.encode("utf-8")
            f.write(struct.pack(">i", len(b)) + b)


def unpack(path):
    with open(path, "rb") as f:
        data = f.read()
    at = 0
    while at < len(data):
        n = struct.unpack_from(">i", data, at)[0]
        ids = list(struct.unpack_from(">%di" % n, data, at + 4))
        at += 4 + 4 * n
        m = struct.unpack_from(">i", data, at)[0]
        yield ids, data[at + 4:at + 4 + m].decode("utf-8", "replace")
        at += 4 + m


def java(*args):
    subprocess.run([JAVA, "-cp", CLASSES, os.path.join(HERE, "EncodeTexts.java"), *map(str, args)], check=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus")
    p.add_argument("--rounds", type=int, default=0, help="measure the rate over so many rounds")
    p.add_argument("--work", default="/tmp/lemma-compare-sentencepiece")
    p.add_argument("--vocab", type=int, default=8000)
    p.add_argument("--models", default=",".join(MODELS))
    a = p.parse_args()
    lack = missing()
    if lack:
        sys.exit("compare_sentencepiece.py needs " + lack)
    import sentencepiece as spm
    os.makedirs(a.work, exist_ok=True)
    with open(a.corpus, encoding="utf-8") as f:
        texts = [json.loads(line) for line in f]
    plain = os.path.join(a.work, "train.txt")
    with open(plain, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for t in texts for line in t.splitlines() if line.strip())
    corpora = {"corpus": texts, "odd": odd_texts()}
    for name, some in corpora.items():
        pack(some, os.path.join(a.work, name + ".bin"))
    total = 0
    for name in a.models.split(","):
        prefix = os.path.join(a.work, "%s-%d" % (name, a.vocab))
        if not os.path.exists(prefix + ".model"):
            subprocess.run(["spm_train", "--input=" + plain, "--model_prefix=" + prefix, "--vocab_size=%d" % a.vocab,
                            "--input_sentence_size=20000", "--minloglevel=2", *MODELS[name]], check=True)
        sp = spm.SentencePieceProcessor(model_file=prefix + ".model")
        java("--copy", prefix + ".model", prefix + ".copy")
        copy = spm.SentencePieceProcessor(model_file=prefix + ".copy")
        for corpus, some in corpora.items():
            start = time.process_time()
            expected = sp.encode(some, num_threads=1)
            seconds = time.process_time() - start
            again = copy.encode(some)
            out = os.path.join(a.work, "out.bin")
            java(prefix + ".model", os.path.join(a.work, corpus + ".bin"), out, a.rounds if corpus == "corpus" else 0)
            ids = decoded = written = 0
            for text, want, rewritten, (got, back) in zip(some, expected, again, unpack(out), strict=True):
                ids += want != got
                decoded += sp.decode(want) != back
                written += want != rewritten
                if want != got and ids <= 2:
                    print("  differs:", repr(text[:60]), [sp.id_to_piece(i) for i in want[:30]],
                          [sp.id_to_piece(i) for i in got[:30]])
            mb = sum(len(t.encode()) for t in some) / 1e6
            print("%-17s %-7s %6d texts %6.2f MB: %d differ in ids, %d in decoded text, %d as rewritten by Lemma"
                  " (SentencePiece %.2f MB/s)" % (name, corpus, len(some), mb, ids, decoded, written, mb / seconds), flush=True)
            total += ids + written
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
