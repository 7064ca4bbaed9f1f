package dev.lemma.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The `decoder` part of a `tokenizer.json`: steps over the row of pieces.
///
/// Byte pieces give their byte as it is, where Hugging Face puts U+FFFD for those that are no UTF-8.
final class HuggingFaceDecoders {
    private final UnaryOperator<List<byte[]>> steps;
    private final boolean spaced;

    /// @param byteLevel whether pieces are bytes already
    /// @throws TokenizerException for a kind that is not supported
    HuggingFaceDecoders(Optional<JsonTree> json, boolean byteLevel) {
        steps = json.map(j -> read(j, byteLevel, 0)).orElse(UnaryOperator.identity());
        spaced = json.isEmpty() && !byteLevel; // the library then joins pieces with spaces
    }

    byte[] decode(List<byte[]> pieces) {
        ByteBuilder out = new ByteBuilder(64);
        for (byte[] piece : steps.apply(pieces)) {
            if (spaced && out.size() > 0) {
                out.add(' ');
            }
            out.add(piece);
        }
        return out.toArray();
    }

    private static UnaryOperator<List<byte[]>> read(JsonTree json, boolean byteLevel, int depth) {
        String type = json.type();
        return switch (type) {
            case "Sequence" -> {
                if (depth > 8) {
                    throw json.error("is nested deeper than 8 sequences, the most that are read");
                }
                List<UnaryOperator<List<byte[]>>> all = new ArrayList<>();
                for (JsonTree step : json.get("decoders").elements()) {
                    all.add(read(step, byteLevel, depth + 1));
                }
                yield pieces -> {
                    List<byte[]> result = pieces;
                    for (UnaryOperator<List<byte[]>> step : all) {
                        result = step.apply(result);
                    }
                    return result;
                };
            }
            case "ByteLevel" -> byteLevel ? UnaryOperator.identity() : each(HuggingFaceDecoders::alphabet);
            case "ByteFallback" -> each(HuggingFaceDecoders::byteFallback);
            case "Fuse" -> HuggingFaceDecoders::fuse;
            case "Metaspace" -> metaspace(json);
            case "Replace" -> {
                TextPattern pattern = HuggingFaceNormalizers.pattern(json.get("pattern"));
                String content = json.get("content").text();
                yield each(p -> EscapedText.encode(pattern.replaceAll(EscapedText.decode(p, 0, p.length), content)));
            }
            case "Strip" -> {
                byte[] content = EscapedText.encode(json.text("content", " "));
                int start = json.find("start").map(n -> n.integer(0, 1 << 20)).orElse(0);
                int stop = json.find("stop").map(n -> n.integer(0, 1 << 20)).orElse(0);
                yield each(p -> strip(p, content, start, stop));
            }
            default ->
                throw json.error("has the type '" + type + "', which is not supported; supported are ByteLevel, "
                        + "ByteFallback, Fuse, Metaspace, Replace, Strip and Sequence");
        };
    }

    private static UnaryOperator<List<byte[]>> each(UnaryOperator<byte[]> step) {
        return pieces -> {
            List<byte[]> result = new ArrayList<>(pieces.size());
            for (byte[] piece : pieces) {
                result.add(step.apply(piece));
            }
            return result;
        };
    }

    private static byte[] alphabet(byte[] piece) {
        return ByteAlphabet.bytesOrText(EscapedText.decode(piece, 0, piece.length));
    }

    private static byte[] byteFallback(byte[] piece) {
        int b = SentencePieceDecoder.byteOf(piece);
        return b < 0 ? piece : new byte[] {(byte) b};
    }

    private static List<byte[]> fuse(List<byte[]> pieces) {
        ByteBuilder all = new ByteBuilder(4 * pieces.size());
        for (byte[] piece : pieces) {
            all.add(piece);
        }
        return List.of(all.toArray());
    }

    private static UnaryOperator<List<byte[]>> metaspace(JsonTree json) {
        byte[] mark = EscapedText.encode(json.text("replacement", "\u2581"));
        String scheme = json.text("prepend_scheme", json.bool("add_prefix_space", true) ? "always" : "never");
        return pieces -> {
            List<byte[]> result = new ArrayList<>(pieces.size());
            for (byte[] piece : pieces) {
                boolean dropped = result.isEmpty() && !scheme.equals("never");
                ByteBuilder out = new ByteBuilder(piece.length);
                for (int at = 0; at < piece.length; ) {
                    if (startsWith(piece, at, mark)) {
                        if (!dropped) {
                            out.add(' ');
                        }
                        at += mark.length;
                    } else {
                        out.add(piece[at++]);
                    }
                }
                result.add(out.toArray());
            }
            return result;
        };
    }

    private static byte[] strip(byte[] piece, byte[] content, int start, int stop) {
        int from = 0;
        int to = piece.length;
        for (int i = 0; i < start && startsWith(piece, from, content); i++) {
            from += content.length;
        }
        for (int i = 0;
                i < stop && to - content.length >= from && startsWith(piece, to - content.length, content);
                i++) {
            to -= content.length;
        }
        return java.util.Arrays.copyOfRange(piece, from, to);
    }

    private static boolean startsWith(byte[] s, int at, byte[] prefix) {
        return prefix.length > 0
                && s.length - at >= prefix.length
                && java.util.Arrays.equals(s, at, at + prefix.length, prefix, 0, prefix.length);
    }
}
