package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// tiktoken's rank files: a line a piece, its bytes in Base64, a space, its rank, which is its id.
///
/// The file says neither how text is cut nor which special pieces there are: that goes by the name of the
/// encoding (`tiktoken_ext/openai_public.py`).
final class TiktokenFile {
    static final int MAX_FILE_BYTES = 64 << 20;

    private static final int MAX_PIECE = 512;
    private static final String END = "<|endoftext|>";

    private TiktokenFile() {}

    /// A published encoding.
    record Encoding(SplitPattern pattern, Map<String, Integer> special) {
        /// The encoding that a file name tells of.
        static Optional<Encoding> of(String name) {
            if (name.contains("cl100k")) {
                return Optional.of(new Encoding(
                        SplitPattern.CL100K,
                        Map.of(
                                END,
                                100257,
                                "<|fim_prefix|>",
                                100258,
                                "<|fim_middle|>",
                                100259,
                                "<|fim_suffix|>",
                                100260,
                                "<|endofprompt|>",
                                100276)));
            }
            if (name.contains("o200k")) {
                return Optional.of(new Encoding(SplitPattern.O200K, Map.of(END, 199999, "<|endofprompt|>", 200018)));
            }
            if (name.contains("p50k_edit")) {
                return Optional.of(new Encoding(
                        SplitPattern.GPT2,
                        Map.of(END, 50256, "<|fim_prefix|>", 50281, "<|fim_middle|>", 50282, "<|fim_suffix|>", 50283)));
            }
            if (name.contains("p50k") || name.contains("r50k") || name.contains("gpt2")) {
                return Optional.of(new Encoding(SplitPattern.GPT2, Map.of(END, 50256)));
            }
            return Optional.empty();
        }
    }

    /// Whether a file begins as such a file does.
    static boolean looksLike(byte[] file) {
        int end = 0;
        while (end < file.length && end < 2048 && file[end] != '\n') {
            end++;
        }
        return new String(file, 0, end, StandardCharsets.ISO_8859_1).matches("[A-Za-z0-9+/]+={0,2} [0-9]+\r?");
    }

    /// @throws TokenizerException if it is not such a file, a rank or piece comes twice, or one of the 256
    ///     bytes is missing
    static Tokenizer read(byte[] file, String name, Encoding encoding) {
        byte[][] pieces = new byte[1024][];
        int line = 0;
        int size = 0;
        for (int at = 0; at < file.length; ) {
            int end = at;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            line++;
            if (end > at) {
                String where = name + ": line " + line;
                int space = at;
                while (space < end && file[space] != ' ') {
                    space++;
                }
                byte[] piece = base64(Arrays.copyOfRange(file, at, space), where);
                int rank = rank(file, space + 1, end, where);
                if (rank >= pieces.length) {
                    pieces = Arrays.copyOf(pieces, Math.max(rank + 1, 2 * pieces.length));
                }
                if (pieces[rank] != null) {
                    throw new TokenizerException(where + " has rank " + rank + " again; every rank is there once");
                }
                pieces[rank] = piece;
                size = Math.max(size, rank + 1);
            }
            at = end + 1;
        }
        return build(Arrays.copyOf(pieces, size), name, encoding);
    }

    private static Tokenizer build(byte[][] pieces, String name, Encoding encoding) {
        int size = pieces.length;
        for (int id : encoding.special.values()) {
            size = Math.max(size, id + 1);
        }
        String[] special = new String[size];
        encoding.special.forEach((text, id) -> special[id] = text);
        BpeTokenizer.Builder builder = BpeTokenizer.builder(encoding.pattern).mergeById();
        boolean[] bytes = new boolean[256];
        for (int id = 0; id < size; id++) {
            byte[] piece = id < pieces.length ? pieces[id] : null;
            if (piece != null && special[id] != null) {
                throw new TokenizerException(name + ": rank " + id + " is that of the special piece " + special[id]
                        + "; other special pieces or another file are needed");
            }
            if (piece != null) {
                builder.add(piece, PieceKind.NORMAL);
                if (piece.length == 1) {
                    bytes[piece[0] & 0xFF] = true;
                }
            } else if (special[id] != null) {
                builder.add(special[id].getBytes(StandardCharsets.UTF_8), PieceKind.CONTROL);
            } else {
                builder.add(new byte[0], PieceKind.UNUSED);
            }
        }
        for (int b = 0; b < 256; b++) {
            if (!bytes[b]) {
                throw new TokenizerException(
                        name + ": no piece is byte 0x" + Integer.toHexString(b) + " alone; all 256 bytes are needed");
            }
        }
        Integer end = encoding.special.get(END);
        builder.describe(
                "tiktoken byte-level BPE",
                OptionalInt.empty(),
                end == null ? OptionalInt.empty() : OptionalInt.of(end));
        try {
            return builder.build();
        } catch (TokenizerException e) {
            throw new TokenizerException(name + ": " + e.getMessage(), e);
        }
    }

    private static byte[] base64(byte[] text, String where) {
        byte[] piece;
        try {
            piece = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new TokenizerException(where + " does not begin with Base64: " + e.getMessage(), e);
        }
        if (piece.length == 0 || piece.length > MAX_PIECE) {
            throw new TokenizerException(
                    where + " has a piece of " + piece.length + " bytes; 1 to " + MAX_PIECE + " are possible");
        }
        return piece;
    }

    private static int rank(byte[] file, int from, int to, String where) {
        int end = to > from && file[to - 1] == '\r' ? to - 1 : to;
        long rank = end > from && end - from <= 9 ? 0 : -1;
        for (int i = from; i < end && rank >= 0; i++) {
            rank = file[i] >= '0' && file[i] <= '9' ? rank * 10 + file[i] - '0' : -1;
        }
        if (rank < 0 || rank >= UnigramModel.MAX_PIECES) {
            throw new TokenizerException(where + " does not end in a rank; a space and a number from 0 to "
                    + (UnigramModel.MAX_PIECES - 1) + " are needed");
        }
        return (int) rank;
    }
}
