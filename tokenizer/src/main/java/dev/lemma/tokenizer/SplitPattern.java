package dev.lemma.tokenizer;

import java.util.List;

/// The ways published byte-level BPE vocabularies cut text before merging.
///
/// Each is a published regular expression (or several in a row), here as a scanner over UTF-8 that does the
/// same: one pass, no backtracking, so a line of any length takes linear time and no stack. Bytes that are
/// not valid UTF-8 count as symbols. Classes are those of this JDK's Unicode version.
///
/// Immutable, for any number of threads.
public enum SplitPattern {
    /// GPT-2, also r50k and p50k: contractions, letters, numbers, symbols, each with a space before it
    /// (Radford et al. 2019, `encoder.py`).
    GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+") {
        @Override
        int next(byte[] s, int at, int to) {
            return gpt2(s, at, to);
        }
    },
    /// Llama 3, "llama-bpe" in GGUF: numbers of up to three digits, a symbol may lead a word, line ends
    /// apart.
    LLAMA3("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+") {
        @Override
        int next(byte[] s, int at, int to) {
            return words(s, at, to, 3, false);
        }
    },
    /// Qwen 2: as [#LLAMA3], one digit a piece.
    QWEN2("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+") {
        @Override
        int next(byte[] s, int at, int to) {
            return words(s, at, to, 1, false);
        }
    },
    /// tiktoken's cl100k_base: as [#LLAMA3], but white space that ends the text is one piece.
    CL100K("'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+"
            + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s") {
        @Override
        int next(byte[] s, int at, int to) {
            return words(s, at, to, 3, true);
        }
    },
    /// tiktoken's o200k_base: words are cut where lower case turns to upper case; contractions stay with
    /// them.
    O200K("[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
            + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+") {
        @Override
        int next(byte[] s, int at, int to) {
            return o200k(s, at, to);
        }
    },
    /// SmolLM, StarCoder: each digit apart, the rest as [#GPT2].
    SMOLLM("\\p{N}", GPT2.regex) {
        @Override
        int next(byte[] s, int at, int to) {
            int c = CharClass.at(s, at, to);
            if ((c >> 3 & CharClass.NUMBER) != 0) {
                return at + (c & 7);
            }
            return gpt2(s, at, CharClass.run(s, at, to, CharClass.NUMBER, true));
        }
    },
    /// What llama.cpp does where a GGUF file names no pattern: runs of punctuation apart, then [#GPT2], then
    /// numbers apart, then ASCII digits by three.
    LLAMA_CPP_DEFAULT("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2.regex, "\\p{N}+", "[0-9][0-9][0-9]") {
        @Override
        int next(byte[] s, int at, int to) {
            int end = at;
            boolean punctuation = llamaPunctuation(s, at, to);
            while (end < to && llamaPunctuation(s, end, to) == punctuation) {
                end += CodePoints.length(s, end, to);
            }
            end = gpt2(s, at, end);
            boolean number = (CharClass.at(s, at, to) >> 3 & CharClass.NUMBER) != 0;
            end = CharClass.run(s, at, end, CharClass.NUMBER, !number);
            return number ? threeDigits(s, at, end) : end;
        }
    };

    private final String regex;
    private final String all; // one a line: none has a line end in it

    SplitPattern(String... regexes) {
        this.regex = regexes[0];
        this.all = String.join("\n", regexes);
    }

    /// The published expressions, applied one after another: each cuts the pieces of the one before it into
    /// its matches and what lies between them.
    public List<String> regexes() {
        return all.lines().toList();
    }

    /// End of the piece of `s[at .. to)` that starts at `at`; `at < to`.
    abstract int next(byte[] s, int at, int to);

    /// The same cut for training.
    public TextSplitter splitter() {
        return (text, from, to, receiver) -> {
            for (int at = from; at < to; ) {
                int end = next(text, at, to);
                receiver.part(text, at, end);
                at = end;
            }
        };
    }

    PreTokenizer preTokenizer() {
        return (s, from, to, first, sink) -> {
            for (int at = from; at < to; ) {
                int end = next(s, at, to);
                sink.piece(s, at, end, first && at == from);
                at = end;
            }
        };
    }

    private static int gpt2(byte[] s, int at, int to) {
        if (s[at] == '\'') {
            int contraction = contraction(s, at, to, false);
            if (contraction > at) {
                return contraction;
            }
        }
        int start = s[at] == ' ' && at + 1 < to ? at + 1 : at;
        int c = CharClass.at(s, start, to) >> 3;
        if ((c & CharClass.SPACE) != 0) {
            return spaces(s, at, to, false, false);
        }
        if ((c & CharClass.LETTER) != 0) {
            return CharClass.run(s, start, to, CharClass.LETTER, false);
        }
        if ((c & CharClass.NUMBER) != 0) {
            return CharClass.run(s, start, to, CharClass.NUMBER, false);
        }
        return symbols(s, start, to);
    }

    private static int words(byte[] s, int at, int to, int digits, boolean lastSpaceWhole) {
        if (s[at] == '\'') {
            int contraction = contraction(s, at, to, true);
            if (contraction > at) {
                return contraction;
            }
        }
        int c = CharClass.at(s, at, to);
        int kind = c >> 3;
        if ((kind & CharClass.LETTER) != 0) {
            return CharClass.run(s, at, to, CharClass.LETTER, false);
        }
        if ((kind & CharClass.NUMBER) != 0) {
            return numbers(s, at, to, digits);
        }
        int behind = at + (c & 7);
        int next = behind < to ? CharClass.at(s, behind, to) >> 3 : CharClass.SPACE;
        if ((kind & CharClass.NEWLINE) == 0 && (next & CharClass.LETTER) != 0) {
            return CharClass.run(s, behind, to, CharClass.LETTER, false);
        }
        return symbolsOrSpaces(s, at, to, kind, next, false, lastSpaceWhole);
    }

    private static int o200k(byte[] s, int at, int to) {
        int c = CharClass.at(s, at, to);
        int kind = c >> 3;
        int behind = at + (c & 7);
        int end = -1;
        if ((kind & (CharClass.LETTER | CharClass.NUMBER | CharClass.NEWLINE)) == 0) { // the optional lead
            end = upperLower(s, behind, to);
        }
        if (end < 0) {
            end = upperLower(s, at, to);
        }
        if (end < 0) { // the second alternative: upper case with nothing behind it
            int start = (kind & (CharClass.LETTER | CharClass.NUMBER | CharClass.NEWLINE)) == 0 ? behind : at;
            int upper = CharClass.run(s, start, to, CharClass.UPPER | CharClass.CASELESS | CharClass.MARK, false);
            end = upper > start ? upper : -1;
        }
        if (end >= 0) {
            return end < to && s[end] == '\'' ? contraction(s, end, to, true) : end;
        }
        if ((kind & CharClass.NUMBER) != 0) {
            return numbers(s, at, to, 3);
        }
        int next = behind < to ? CharClass.at(s, behind, to) >> 3 : CharClass.SPACE;
        return symbolsOrSpaces(s, at, to, kind, next, true, false);
    }

    /// End of `[upper, caseless, mark]*[lower, caseless, mark]+` at `at`, or -1. Where no lower case follows
    /// the first run, the expression gives characters of it back up to the last one that both sets have.
    private static int upperLower(byte[] s, int at, int to) {
        int both = CharClass.CASELESS | CharClass.MARK;
        int lastBoth = -1;
        int i = at;
        while (i < to) {
            int c = CharClass.at(s, i, to);
            if ((c >> 3 & (CharClass.UPPER | both)) == 0) {
                break;
            }
            i += c & 7;
            if ((c >> 3 & both) != 0) {
                lastBoth = i;
            }
        }
        int end = CharClass.run(s, i, to, CharClass.LOWER | both, false);
        return end > i ? end : lastBoth;
    }

    private static int symbolsOrSpaces(
            byte[] s, int at, int to, int kind, int next, boolean slashes, boolean lastSpaceWhole) {
        boolean symbol = (kind & CharClass.SPACE) == 0;
        if (symbol || s[at] == ' ' && (next & (CharClass.SPACE | CharClass.LETTER | CharClass.NUMBER)) == 0) {
            int end = symbols(s, symbol ? at : at + 1, to);
            while (end < to && (s[end] == '\n' || s[end] == '\r' || slashes && s[end] == '/')) {
                end++;
            }
            return end;
        }
        return spaces(s, at, to, true, lastSpaceWhole);
    }

    private static int symbols(byte[] s, int at, int to) {
        return CharClass.run(s, at, to, CharClass.SPACE | CharClass.LETTER | CharClass.NUMBER, true);
    }

    private static int numbers(byte[] s, int at, int to, int most) {
        int end = at;
        for (int n = 0; n < most && end < to; n++) {
            int c = CharClass.at(s, end, to);
            if ((c >> 3 & CharClass.NUMBER) == 0) {
                break;
            }
            end += c & 7;
        }
        return end;
    }

    /// White space at `at`: up to the last line end in it (where `lines`), else all but the last character,
    /// which leads the next word; the whole where the text ends or there is but one.
    private static int spaces(byte[] s, int at, int to, boolean lines, boolean lastWhole) {
        int last = at;
        int line = -1;
        int end = at;
        while (end < to) {
            int c = CharClass.at(s, end, to);
            if ((c >> 3 & CharClass.SPACE) == 0) {
                break;
            }
            last = end;
            end += c & 7;
            if ((c >> 3 & CharClass.NEWLINE) != 0) {
                line = end;
            }
        }
        if (end == to && lastWhole) {
            return end;
        }
        if (lines && line > 0) {
            return line;
        }
        return end == to || last == at ? end : last;
    }

    /// End of an English contraction at the apostrophe `at`, or `at`. Folding case also folds U+017F to s.
    private static int contraction(byte[] s, int at, int to, boolean fold) {
        if (at + 1 >= to) {
            return at;
        }
        int a = fold ? Character.toLowerCase(s[at + 1]) : s[at + 1];
        if (a == 's' || a == 't' || a == 'm' || a == 'd') {
            return at + 2;
        }
        if (at + 2 >= to) {
            return at;
        }
        if (fold && s[at + 1] == (byte) 0xC5 && s[at + 2] == (byte) 0xBF) {
            return at + 3;
        }
        int b = fold ? Character.toLowerCase(s[at + 2]) : s[at + 2];
        return a == 'r' && b == 'e' || a == 'v' && b == 'e' || a == 'l' && b == 'l' ? at + 3 : at;
    }

    private static boolean llamaPunctuation(byte[] s, int at, int to) {
        byte b = s[at];
        return b == '$'
                || b == '+'
                || b == '<'
                || b == '='
                || b == '>'
                || b == '^'
                || b == '~'
                || b == '|'
                || (CharClass.at(s, at, to) >> 3 & CharClass.PUNCTUATION) != 0;
    }

    private static int threeDigits(byte[] s, int at, int to) {
        for (int i = at; i + 3 <= to; i++) {
            if (digit(s[i]) && digit(s[i + 1]) && digit(s[i + 2])) {
                return i == at ? at + 3 : i;
            }
        }
        return to;
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }
}
