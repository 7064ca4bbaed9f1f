package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `pre_tokenizer` part of a `tokenizer.json`.
///
/// One known difference: Metaspace with the scheme `first` puts its mark before the text also where a
/// normalizer took characters off its beginning; the library then does not.
final class HuggingFacePreTokenizers {
    private final PreTokenizer preTokenizer;
    private final List<String> names = new ArrayList<>();
    private boolean byteLevel;

    /// @throws TokenizerException for a kind that is not supported
    HuggingFacePreTokenizers(Optional<JsonTree> json) {
        preTokenizer = json.map(j -> read(j, 0)).orElse(PreTokenizer.NONE);
    }

    PreTokenizer preTokenizer() {
        return preTokenizer;
    }

    /// Whether the vocabulary is of bytes, written in the [ByteAlphabet].
    boolean isByteLevel() {
        return byteLevel;
    }

    String description() {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private PreTokenizer read(JsonTree json, int depth) {
        String type = json.type();
        if (byteLevel) {
            throw json.error("comes after ByteLevel; it is supported before it only");
        }
        if (!type.equals("Sequence")) {
            names.add(type);
        }
        return switch (type) {
            case "Sequence" -> {
                if (depth > 8) {
                    throw json.error("is nested deeper than 8 sequences, the most that are read");
                }
                PreTokenizer all = PreTokenizer.NONE;
                for (JsonTree step : json.get("pretokenizers").elements()) {
                    all = all.then(read(step, depth + 1));
                }
                yield all;
            }
            case "ByteLevel" -> {
                byteLevel = true;
                PreTokenizer cut = json.bool("use_regex", true) ? SplitPattern.GPT2.preTokenizer() : PreTokenizer.NONE;
                yield json.bool("add_prefix_space", true)
                        ? prefixed(new byte[] {' '}, false).then(cut)
                        : cut;
            }
            case "Metaspace" -> metaspace(json);
            case "Split" -> split(json);
            case "Digits" ->
                json.bool("individual_digits", false)
                        ? classes(CharClass.NUMBER, true, false)
                        : classes(CharClass.NUMBER, false, false);
            case "WhitespaceSplit" -> classes(CharClass.SPACE, false, true);
            case "Whitespace" -> new Cut(TextPattern.regex("\\w+|[^\\w\\s]+", json.path()), Cut.Keep.MATCHES, false);
            case "Punctuation" ->
                new Cut(
                        TextPattern.regex("[!-/:-@\\[-`{-~]|\\p{P}", json.path()),
                        Cut.Keep.of(json, "behavior", "Isolated"),
                        false);
            case "CharDelimiterSplit" ->
                new Cut(TextPattern.literal(json.get("delimiter").text()), Cut.Keep.REMOVED, false);
            default ->
                throw json.error(
                        "has the type '" + type + "', which is not supported; supported are ByteLevel, "
                                + "Metaspace, Split, Digits, Whitespace, WhitespaceSplit, Punctuation, CharDelimiterSplit and Sequence");
        };
    }

    private static PreTokenizer metaspace(JsonTree json) {
        byte[] mark = EscapedText.encode(json.text("replacement", "\u2581"));
        // Files before version 0.15 of the library say add_prefix_space.
        String scheme = json.text("prepend_scheme", json.bool("add_prefix_space", true) ? "always" : "never");
        boolean split = json.bool("split", true);
        if (!scheme.equals("always") && !scheme.equals("first") && !scheme.equals("never")) {
            throw json.error("has the prepend_scheme '" + scheme + "'; always, first and never are possible");
        }
        PreTokenizer replaced = (s, from, to, first, sink) -> {
            ByteBuilder out = new ByteBuilder(to - from + 16);
            for (int at = from; at < to; at++) {
                if (s[at] == ' ') {
                    out.add(mark);
                } else {
                    out.add(s[at]);
                }
            }
            sink.piece(out.toArray(), 0, out.size(), first);
        };
        PreTokenizer whole = scheme.equals("never") ? replaced : replaced.then(prefixed(mark, scheme.equals("first")));
        return split ? whole.then(beforeEach(mark)) : whole;
    }

    /// Puts `prefix` before text that does not begin with it.
    private static PreTokenizer prefixed(byte[] prefix, boolean onlyFirst) {
        return (s, from, to, first, sink) -> {
            if (onlyFirst && !first || startsWith(s, from, to, prefix)) {
                sink.piece(s, from, to, first);
                return;
            }
            ByteBuilder out = new ByteBuilder(to - from + prefix.length);
            out.add(prefix);
            out.add(s, from, to);
            sink.piece(out.toArray(), 0, out.size(), first);
        };
    }

    private static PreTokenizer beforeEach(byte[] mark) {
        return (s, from, to, first, sink) -> {
            int start = from;
            for (int at = from + 1; at < to; at++) {
                if (startsWith(s, at, to, mark)) {
                    sink.piece(s, start, at, first && start == from);
                    start = at;
                    at += mark.length - 1;
                }
            }
            sink.piece(s, start, to, first && start == from);
        };
    }

    private static boolean startsWith(byte[] s, int at, int to, byte[] prefix) {
        return to - at >= prefix.length && java.util.Arrays.equals(s, at, at + prefix.length, prefix, 0, prefix.length);
    }

    /// Cuts runs of characters of some classes from runs of others.
    private static PreTokenizer classes(int classes, boolean each, boolean removed) {
        return (s, from, to, first, sink) -> {
            for (int at = from; at < to; ) {
                int c = CharClass.at(s, at, to);
                boolean in = (c >> 3 & classes) != 0;
                int end = in && each ? at + (c & 7) : CharClass.run(s, at, to, classes, !in);
                if (!in || !removed) {
                    sink.piece(s, at, end, first && at == from);
                }
                at = end;
            }
        };
    }

    private static PreTokenizer split(JsonTree json) {
        JsonTree pattern = json.get("pattern");
        Cut.Keep keep = Cut.Keep.of(json, "behavior", "Isolated");
        boolean invert = json.bool("invert", false);
        String regex = pattern.isObject() ? pattern.text("Regex", "") : "";
        // The known patterns match everything, so what is kept of the matches inverted is the same.
        boolean all = keep == Cut.Keep.ISOLATED && !invert || keep == Cut.Keep.REMOVED && invert;
        for (SplitPattern known : SplitPattern.values()) {
            if (all && known.regexes().equals(List.of(regex))) {
                return known.preTokenizer();
            }
        }
        return new Cut(HuggingFaceNormalizers.pattern(pattern), keep, invert);
    }

    /// A cut by the matches of an expression.
    private record Cut(TextPattern pattern, Keep keep, boolean invert) implements PreTokenizer {
        enum Keep {
            REMOVED,
            ISOLATED,
            CONTIGUOUS,
            MERGED_WITH_PREVIOUS,
            MERGED_WITH_NEXT,
            /// Only what matches.
            MATCHES;

            static Keep of(JsonTree json, String name, String otherwise) {
                String value = json.text(name, otherwise);
                return switch (value) {
                    case "Removed" -> REMOVED;
                    case "Isolated" -> ISOLATED;
                    case "Contiguous" -> CONTIGUOUS;
                    case "MergedWithPrevious" -> MERGED_WITH_PREVIOUS;
                    case "MergedWithNext" -> MERGED_WITH_NEXT;
                    default ->
                        throw json.error("has the " + name + " '" + value + "'; Removed, Isolated, Contiguous, "
                                + "MergedWithPrevious and MergedWithNext are possible");
                };
            }
        }

        @Override
        public void split(byte[] s, int from, int to, boolean first, Sink sink) {
            // Ends of parts in turn, matches negative.
            IdBuffer ends = new IdBuffer();
            String text = EscapedText.decode(s, from, to);
            TextPattern.Search search = pattern.search(text);
            int done = 0;
            int at = from;
            while (search.next()) {
                if (search.start() > done) {
                    at += EscapedText.length(text, done, search.start());
                    ends.add(invert ? ~at : at);
                }
                if (search.end() > search.start()) {
                    at += EscapedText.length(text, search.start(), search.end());
                    ends.add(invert ? at : ~at);
                }
                done = search.end();
            }
            if (done < text.length()) {
                ends.add(invert ? ~to : to);
            }
            emit(s, from, first, ends, sink);
        }

        private void emit(byte[] s, int from, boolean first, IdBuffer ends, Sink sink) {
            int start = from;
            for (int i = 0; i < ends.size(); i++) {
                boolean match = ends.get(i) < 0;
                int end = match ? ~ends.get(i) : ends.get(i);
                boolean more = i + 1 < ends.size();
                boolean nextMatch = more && ends.get(i + 1) < 0;
                boolean drop = keep == Keep.REMOVED && match || keep == Keep.MATCHES && !match;
                boolean joins = more
                        && switch (keep) {
                            case REMOVED, ISOLATED, MATCHES -> false;
                            case CONTIGUOUS -> match == nextMatch;
                            case MERGED_WITH_PREVIOUS -> !match && nextMatch;
                            case MERGED_WITH_NEXT -> match && !nextMatch;
                        };
                if (!joins) {
                    if (!drop) {
                        sink.piece(s, start, end, first && start == from);
                    }
                    start = end;
                }
            }
        }
    }
}
