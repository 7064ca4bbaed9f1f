#!/usr/bin/env python3
"""Write the golden tokenizer files of the tests:  make_golden.py [sentencepiece] [huggingface] [tiktoken]

Into tokenizer/src/test/resources/golden: tiny models, and for each a .jsonl of {"text", "ids", "decoded"} as the library that
made it gives them. sentencepiece needs Debian's sentencepiece and python3-sentencepiece (0.1.97), huggingface the
Python package tokenizers (0.23.2), tiktoken the package tiktoken (0.14.0). Installs nothing.
"""
import base64, collections, json, os, subprocess, sys, tempfile

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../tokenizer/src/test/resources/golden")
TRAIN = """
The attention of a head is the softmax of its logits, and the output is the weighted mean of the values.
Attention is invariant in entropy if the logits grow with the logarithm of the number of tokens.
A tokenizer cuts a text into pieces; the vocabulary gives each piece a logarithm of its probability.
The score of a segmentation is the sum of the scores of its pieces, and the best segmentation has the best score.
Sampling a segmentation makes a model robust: the same word is seen in several ways while it is trained.
Low rank approximation: the singular value decomposition gives the best matrix of a rank in the Frobenius norm.
Randomized methods multiply the matrix with a few random vectors and keep the range of the product.
A model that trains on its own samples loses the tails first; then the variance goes, and the modes with it.
Position codes turn pairs of numbers by an angle that grows with the position; scaling the angle stretches the context.
The lemma of Johnson and Lindenstrauss: n points fit into O(log n) dimensions with distances nearly kept.
It's what we've said: don't trust a benchmark that you can't repeat; we'll run it again, they're 12345 numbers in 2026.
Reading papers is slow. Finding them should not be. The page says which words matched, and why.
注意力机制的熵不变性 关键在于缩放因子 与长度的对数有关
分词器把文本切成若干片段 每个片段有一个概率 概率的乘积最大者为最优
低秩近似 奇异值分解 随机投影 长度外推
for (int i = 0; i < n; i++) { sum += weights[i] * values[i]; }
public static double logSumExp(double a, double b) { return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))); }
"""
TEXTS = ["", " ", "a", "The attention of a head", "  two  spaces \t and\ta tab ", "unknown: \u0416\u0443\u043a \u2603 \U0001f600\U0001f600 x",
         "\u6ce8\u610f\u529b\u673a\u5236\u7684\u71b5", "it's, don't, WE'LL, they\u2019re", "12345 1 22 333 4444", "line\nbreak\r\n\r\n  next  \n", "<s>x</s> <unk> <0x41>",
         "neural <sep> net<sep>ing", "\u2581the\u2581 \u2581 \u2581\u2581", "ﬁ ２ Ⅳ ㌔ é e\u0301 \u00a0nbsp\u3000wide \u200bzero", "\u0000nul\u0001", "x" * 300,
         "camelCaseWords HTTPServer x1y2", "snake_case->next != 0; //", "Ünïcödé ≠ 12345", "\u0301combining first", "trailing   ", "\n\n\n", "a" + " " * 40 + "b",
         "the<|end|>of it <|end|>", "  it'S we'RE  1234567 x\n\n  y!\n camelCase a/b// \t z   ", "aBc ABc ABC\u0301d \u4e2dA \u4e2d\u6587ab x\u0301Y", "\ud55c\uad6d\uc5b4 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea \u0939\u093f\u0928\u094d\u0926\u0940"]
TEXTS += [line for line in TRAIN.split("\n") if line]
SPLITS = {
    "gpt2": r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s""",
    "cl100k": r"""'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s""",
    "o200k": "|".join([
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""\p{N}{1,3}""", r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""", r"""\s*[\r\n]+""", r"""\s+(?!\S)""", r"""\s+"""]),
}
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def write(name, encode, decode):
    with open(os.path.join(OUT, name + ".jsonl"), "w", encoding="utf-8") as f:
        for text in TEXTS:
            ids = list(encode(text))
            f.write(json.dumps({"text": text, "ids": ids, "decoded": decode(ids)}) + "\n")


def sentencepiece():
    import sentencepiece as spm
    with tempfile.TemporaryDirectory() as tmp:
        train, rules = os.path.join(tmp, "train.txt"), os.path.join(tmp, "rules.tsv")
        with open(train, "w", encoding="utf-8") as f:
            f.write(TRAIN)
        with open(rules, "w") as f:  # code points to code points: a small charsmap instead of nmt_nfkc's 240 kB
            f.write("9\t20\nA\t20\nD\t20\nA0\t20\n3000\t20\n200B\t\nFB01\t66 69\nFF12\t32\n2163\t49 56\n3314\t30AD 30ED\n65 301\tE9\n41\t61\n54\t74\n")
        models = {
            "unigram": ["--model_type=unigram", "--vocab_size=260", "--normalization_rule_tsv=" + rules, "--user_defined_symbols=<sep>"],
            "unigram-bytes": ["--model_type=unigram", "--vocab_size=460", "--byte_fallback=true", "--character_coverage=0.98",
                              "--normalization_rule_name=identity", "--remove_extra_whitespaces=false"],
            "bpe-bytes": ["--model_type=bpe", "--vocab_size=480", "--byte_fallback=true", "--character_coverage=0.98",
                          "--normalization_rule_name=identity", "--remove_extra_whitespaces=false", "--split_digits=true",
                          "--allow_whitespace_only_pieces=true"],
            "bpe": ["--model_type=bpe", "--vocab_size=300", "--normalization_rule_tsv=" + rules,
                    "--treat_whitespace_as_suffix=true", "--user_defined_symbols=<sep>,ing"],
        }
        for name, options in models.items():
            prefix = os.path.join(tmp, name)
            subprocess.run(["spm_train", "--input=" + train, "--model_prefix=" + prefix, "--minloglevel=2", *options], check=True)
            with open(prefix + ".model", "rb") as f, open(os.path.join(OUT, "spm-" + name + ".model"), "wb") as g:
                data = f.read()
                g.write(data.replace(train.encode(), b"x" * len(train)).replace(prefix.encode(), b"x" * len(prefix))
                        .replace(rules.encode(), b"x" * len(rules)))
            sp = spm.SentencePieceProcessor(model_file=os.path.join(OUT, "spm-" + name + ".model"))
            write("spm-" + name, sp.encode, sp.decode)


def huggingface():
    from tokenizers import Tokenizer, AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, trainers
    lines = [line for line in TRAIN.split("\n") if line]

    def make(name, tok, trainer, after=lambda t: t):
        tok.train_from_iterator(lines, trainer)
        tok = after(tok)
        path = os.path.join(OUT, "hf-" + name + ".json")
        tok.save(path, pretty=False)
        tok = Tokenizer.from_file(path)
        write("hf-" + name, lambda text: tok.encode(text, add_special_tokens=False).ids,
              lambda ids: tok.decode(ids, skip_special_tokens=True))

    tok = Tokenizer(models.BPE(ignore_merges=True))
    tok.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(LLAMA3), "isolated"),
                                                 pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tok.decoder = decoders.ByteLevel()
    make("bytelevel", tok, trainers.BpeTrainer(vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                                               special_tokens=[AddedToken("<|end|>", special=True)]))

    tok = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tok.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tok.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    bytes_ = ["<0x%02X>" % b for b in range(256)]

    def plain_bytes(t):  # byte pieces are pieces of the model, not added tokens
        data = json.loads(t.to_str())
        data["added_tokens"] = [a for a in data["added_tokens"] if a["content"] not in bytes_]
        return Tokenizer.from_str(json.dumps(data))
    make("fallback", tok, trainers.BpeTrainer(vocab_size=520, special_tokens=["<unk>", "<s>", "</s>", *bytes_], max_token_length=16),
         plain_bytes)

    tok = Tokenizer(models.Unigram())
    tok.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(" {2,}"), " ")])
    tok.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(prepend_scheme="first"), pre_tokenizers.Digits(individual_digits=True)])
    tok.decoder = decoders.Metaspace(prepend_scheme="first")

    def extra(t):
        t.add_tokens([AddedToken("<sep>", lstrip=True, rstrip=True, normalized=False), AddedToken("net", single_word=True)])
        return t
    make("unigram", tok, trainers.UnigramTrainer(vocab_size=260, special_tokens=["<unk>", "<s>"], unk_token="<unk>", show_progress=False), extra)

    tok = Tokenizer(models.BPE(unk_token="[UNK]"))
    tok.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
    tok.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(),
                                                 pre_tokenizers.Split(Regex("ing$|tion"), "merged_with_previous")])
    make("words", tok, trainers.BpeTrainer(vocab_size=300, special_tokens=["[UNK]"]))


def byte_ranks(tok):
    """The pieces of a byte-level BPE of tokenizers as tiktoken ranks: bytes first, then in order of merging."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    alphabet = {chr(b): b for b in plain}
    alphabet.update((chr(256 + i), b) for i, b in enumerate(b for b in range(256) if b not in plain))
    ids = sorted(tok.get_vocab().items(), key=lambda item: item[1])
    pieces = [bytes(alphabet[c] for c in text) for text, _ in ids]
    return {b: i for i, b in enumerate(sorted(pieces, key=lambda b: len(b) > 1))}


def tiktoken():
    import tiktoken as tk
    # Trained without any cut, on the odd texts too, so that each way of cutting gives other ids.
    words = collections.Counter([TRAIN, *TEXTS * 3, "  it'S we'RE  1234567 x\n\n  y!\n camelCase a/b// \t z   "] * 2)
    parts = {w: [bytes([b]) for b in w.encode()] for w in words}
    ranks = {bytes([b]): i for i, b in enumerate([*range(33, 127), *range(128, 256), *range(33), 127])}
    while len(ranks) < 700:
        pairs = collections.Counter()
        for w, n in words.items():
            for a, b in zip(parts[w], parts[w][1:]):
                pairs[a + b] += n
        best = min(pairs, key=lambda p: (-pairs[p], p))
        ranks[best] = len(ranks)
        for w, p in parts.items():
            out = []
            for b in p:
                if out and out[-1] + b == best:
                    out[-1] = best
                else:
                    out.append(b)
            parts[w] = out
    ranks = {b: r + 1 for b, r in ranks.items() if r != 690}  # ranks with gaps
    with open(os.path.join(OUT, "tiktoken-ranks.txt"), "w") as f:
        for b, r in ranks.items():
            f.write("%s %d\n" % (base64.b64encode(b).decode(), r))
    for name, pattern in SPLITS.items():
        enc = tk.Encoding(name, pat_str=pattern, mergeable_ranks=ranks, special_tokens={"<|end|>": 900})
        write("tiktoken-" + name, lambda text: enc.encode(text, disallowed_special=()), enc.decode)


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    for part in sys.argv[1:] or ["sentencepiece", "huggingface", "tiktoken"]:
        {"sentencepiece": sentencepiece, "huggingface": huggingface, "tiktoken": tiktoken}[part]()
