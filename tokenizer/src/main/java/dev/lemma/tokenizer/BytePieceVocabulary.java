package dev.lemma.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Pieces with counts, as a BytePiece `.model` file holds them.
///
/// The file is one JSON object. The name of a member is the piece in base64, its value is
/// `[id, readable text, count]`; ids run from 3 in order of length, then bytes. The score of a piece is
/// `ln(count) - ln(sum of all counts)`. Ids 0, 1 and 2 are `<pad>`, `<bos>` and `<eos>` and are not in the
/// file.
///
/// Immutable.
///
/// Source: bojone/bytepiece 0.6 (J. Su 2023).
public final class BytePieceVocabulary {
    /// The pieces that every model has before those of the file, ids 0 to 2.
    public static final List<String> CONTROLS = List.of("<pad>", "<bos>", "<eos>");

    private static final int FIRST = CONTROLS.size();

    private final List<byte[]> pieces; // in order of id, without the controls
    private final long[] counts;

    private BytePieceVocabulary(List<byte[]> pieces, long[] counts) {
        this.pieces = pieces;
        this.counts = counts;
    }

    /// The vocabulary of pieces with their counts; ids are given in order of length, then bytes.
    ///
    /// @param pieces in any order, each once; copied
    /// @param counts one a piece, at least 1
    /// @throws IllegalArgumentException if there are not as many counts as pieces, or a count is below 1
    public static BytePieceVocabulary of(List<byte[]> pieces, long[] counts) {
        if (pieces.size() != counts.length) {
            throw new IllegalArgumentException(
                    "there are " + counts.length + " counts for " + pieces.size() + " pieces; as many are needed");
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 1) {
                throw new IllegalArgumentException("count " + i + " is " + counts[i] + "; at least 1 is needed");
            }
            order.add(i);
        }
        order.sort(Comparator.comparingInt((Integer i) -> pieces.get(i).length)
                .thenComparing(pieces::get, Arrays::compareUnsigned));
        return new BytePieceVocabulary(
                order.stream().map(i -> pieces.get(i).clone()).toList(),
                order.stream().mapToLong(i -> counts[i]).toArray());
    }

    /// Reads a `.model` file.
    ///
    /// @throws TokenizerException if it is not one; the message names the file and the place
    public static BytePieceVocabulary read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, String.valueOf(file.getFileName()));
        }
    }

    /// Reads a `.model` file from a stream, which is not closed.
    ///
    /// @param name how messages name it
    /// @throws TokenizerException if it is not one
    public static BytePieceVocabulary read(InputStream in, String name) throws IOException {
        JsonReader json = new JsonReader(in, name, JsonReader.Limits.DEFAULT);
        List<byte[]> pieces = new ArrayList<>();
        int[] ids = new int[1024];
        long[] counts = new long[1024];
        json.beginObject();
        while (json.hasNext()) {
            int at = pieces.size();
            if (at == UnigramModel.MAX_PIECES - FIRST) {
                throw json.error(
                        json.position(), "the pieces go on; at most " + UnigramModel.MAX_PIECES + " are possible");
            }
            if (at == ids.length) {
                ids = Arrays.copyOf(ids, 2 * at);
                counts = Arrays.copyOf(counts, 2 * at);
            }
            long position = json.position();
            String key = json.name();
            try {
                pieces.add(Base64.getDecoder().decode(key));
            } catch (IllegalArgumentException e) {
                throw json.error(
                        position,
                        "the name of a piece is not base64: "
                                + (key.length() > 40 ? key.substring(0, 40) + "..." : key));
            }
            json.beginArray();
            ids[at] = (int) json.integer(FIRST, UnigramModel.MAX_PIECES - 1);
            json.string();
            counts[at] = json.integer(1, Long.MAX_VALUE);
            json.endArray();
        }
        json.endObject();
        json.end();
        return inOrder(name, pieces, ids, counts);
    }

    /// Puts what was read in order of the ids, which must be 3, 4, 5 and so on.
    private static BytePieceVocabulary inOrder(String name, List<byte[]> pieces, int[] ids, long[] counts) {
        int size = pieces.size();
        int[] order = new int[size];
        Arrays.fill(order, -1);
        for (int i = 0; i < size; i++) {
            int rank = ids[i] - FIRST;
            if (rank >= size || order[rank] >= 0) {
                throw new TokenizerException(name + ": id " + ids[i]
                        + (rank >= size ? " is too high for " + size + " pieces" : " is there twice")
                        + "; ids must run from 3 to " + (size + FIRST - 1));
            }
            order[rank] = i;
        }
        long[] inOrder = new long[size];
        List<byte[]> sorted = new ArrayList<>(size);
        for (int rank = 0; rank < size; rank++) {
            sorted.add(pieces.get(order[rank]));
            inOrder[rank] = counts[order[rank]];
        }
        try {
            BytePieceVocabulary vocabulary = new BytePieceVocabulary(sorted, inOrder);
            vocabulary.total();
            return vocabulary;
        } catch (TokenizerException e) {
            throw new TokenizerException(name + ": " + e.getMessage(), e);
        }
    }

    /// Number of pieces, without the three controls.
    public int size() {
        return counts.length;
    }

    /// The bytes of the piece with id `index + 3`, in a new array.
    public byte[] piece(int index) {
        return pieces.get(Objects.checkIndex(index, counts.length)).clone();
    }

    /// How often the piece with id `index + 3` was counted.
    public long count(int index) {
        return counts[Objects.checkIndex(index, counts.length)];
    }

    /// The model of these pieces: ids 0 to 2 are the controls.
    ///
    /// @throws TokenizerException if a piece is there twice, one of the 256 single bytes is missing, or a
    ///     piece is beyond what [UnigramModel.Builder] takes
    public UnigramModel model() {
        UnigramModel.Builder builder = UnigramModel.builder(UnigramRules.BYTES);
        for (String control : CONTROLS) {
            builder.add(control.getBytes(StandardCharsets.UTF_8), 0, PieceKind.CONTROL);
        }
        double logTotal = Math.log((double) total());
        for (int i = 0; i < counts.length; i++) {
            builder.add(pieces.get(i), Math.log((double) counts[i]) - logTotal);
        }
        return builder.build();
    }

    private long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
            if (total < 0) {
                throw new TokenizerException("the counts add up to more than 2^63 - 1, the most possible");
            }
        }
        return total;
    }

    /// Writes a `.model` file, as BytePiece does: with an indent of 4, texts not escaped.
    public void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out);
        }
    }

    /// Writes a `.model` file to a stream, which is not closed.
    public void write(OutputStream out) throws IOException {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < counts.length; i++) {
            json.append(i == 0 ? "\n" : ",\n").append("    \"");
            json.append(Base64.getEncoder().encodeToString(pieces.get(i))).append("\": [\n        ");
            json.append(i + FIRST).append(",\n        ");
            quote(readable(pieces.get(i)), json);
            json.append(",\n        ").append(counts[i]).append("\n    ]");
            if (json.length() > 1 << 16) {
                out.write(json.toString().getBytes(StandardCharsets.UTF_8));
                json.setLength(0);
            }
        }
        json.append(counts.length == 0 ? "}" : "\n}");
        out.write(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// The text of a piece for people: bytes that are not UTF-8 are dropped.
    private static String readable(byte[] piece) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.IGNORE)
                .decode(ByteBuffer.wrap(piece))
                .toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
