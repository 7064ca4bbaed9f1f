package dev.lemma.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencePieceModelTest {
    @ParameterizedTest
    @ValueSource(strings = {"spm-unigram", "spm-unigram-bytes", "spm-bpe", "spm-bpe-bytes"})
    void givesTheIdsAndTextsOfSentencePiece(String name) {
        SentencePieceModel model = SentencePieceModel.read(GoldenFile.bytes(name + ".model"), name);
        GoldenFile.check(model.tokenizer(), name + ".jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spm-unigram", "spm-unigram-bytes", "spm-bpe", "spm-bpe-bytes"})
    void whatIsWrittenReadsTheSame(String name, @TempDir Path folder) throws Exception {
        SentencePieceModel model = SentencePieceModel.read(GoldenFile.bytes(name + ".model"), name);
        Path file = folder.resolve("copy.model");
        model.write(file);
        SentencePieceModel copy = SentencePieceModel.read(file);
        assertThat(copy.pieces()).isEqualTo(model.pieces());
        assertThat(copy.normalization()).isEqualTo(model.normalization());
        assertThat(copy.tokenizer().describe()).isEqualTo(model.tokenizer().describe());
        GoldenFile.check(copy.tokenizer(), name + ".jsonl");
    }

    @Test
    void describesItself() {
        Tokenizer bytes = Tokenizers.load(GoldenFile.bytes("spm-unigram-bytes.model"), "m");
        assertThat(bytes.describe())
                .isEqualTo(new TokenizerInfo(
                        "SentencePiece unigram",
                        460,
                        OptionalInt.of(0),
                        OptionalInt.of(1),
                        OptionalInt.of(2),
                        List.of("<unk>", "<s>", "</s>"),
                        "identity, a space before the text, U+2581 for a space",
                        "none",
                        true));
        assertThat(bytes.kind(1)).isEqualTo(PieceKind.CONTROL);
        assertThat(bytes.kind(3)).isEqualTo(PieceKind.BYTE);
        assertThat(bytes.piece(3)).isEqualTo("<0x00>".getBytes(UTF_8));
        assertThat(bytes.id("<0x00>".getBytes(UTF_8))).hasValue(3);
        assertThat(bytes.id("no such piece".getBytes(UTF_8))).isEmpty();
        assertThat(bytes.encodeSpecial("<s></s>")).containsExactly(1, 2);
        assertThat(bytes.encode("<s></s>")).doesNotContain(1, 2);
    }

    @Test
    void aUnigramModelBecomesAFile() {
        SentencePieceModel read = SentencePieceModel.read(GoldenFile.bytes("spm-unigram-bytes.model"), "m");
        SentencePieceModel made = SentencePieceModel.of(
                read.unigramModel(), new SentencePieceNormalization("identity", true, false, true));
        GoldenFile.check(SentencePieceModel.read(made.toBytes(), "made").tokenizer(), "spm-unigram-bytes.jsonl");
    }

    /// The pieces of a unigram file sum to one, and sampling them is that of the model.
    @Test
    void theUnigramModelTakesNormalisedText() {
        SentencePieceModel model = SentencePieceModel.read(GoldenFile.bytes("spm-unigram-bytes.model"), "m");
        int[] ids = model.unigramModel().viterbi("\u2581The\u2581attention".getBytes(UTF_8));
        assertThat(ids).containsExactly(model.tokenizer().encode("The attention"));
        SentencePieceModel bpe = SentencePieceModel.read(GoldenFile.bytes("spm-bpe.model"), "m");
        assertThatThrownBy(bpe::unigramModel).isInstanceOf(IllegalStateException.class);
    }

    /// No text here has a piece that the model would take back but for the unused one.
    @Test
    void anUnusedPieceOfBpeIsTakenBack() {
        byte[] file = bpe("ab", PieceKind.UNUSED);
        assertThat(SentencePieceModel.read(file, "m").tokenizer().encode("xabx"))
                .containsExactly(4, 1, 2, 4);
        assertThat(SentencePieceModel.read(bpe("ab", PieceKind.NORMAL), "m")
                        .tokenizer()
                        .encode("xabx"))
                .containsExactly(4, 3, 4);
        // "abx" joins over the unused piece.
        assertThat(SentencePieceModel.read(file, "m").tokenizer().encode("cabc"))
                .containsExactly(5, 1, 6);
    }

    private static byte[] bpe(String joined, PieceKind kind) {
        ProtoWriter out = new ProtoWriter();
        String[] pieces = {"<unk>", "a", "b", joined, "x", "c", "bc"};
        int[] types = {2, 1, 1, kind == PieceKind.UNUSED ? 5 : 1, 1, 1, 1};
        float[] scores = {0, -10, -11, -1, -12, -13, -2};
        if (kind == PieceKind.UNUSED) {
            scores[3] = -3;
        }
        for (int id = 0; id < pieces.length; id++) {
            out.message(
                    1,
                    new ProtoWriter().text(1, pieces[id]).float32(2, scores[id]).int32(3, types[id]));
        }
        ProtoWriter normalizer = new ProtoWriter().bool(3, false).bool(4, false);
        return out.message(2, new ProtoWriter().int32(3, 2))
                .message(3, normalizer)
                .toBytes();
    }

    @Test
    void aLineOfTwentyMegabytesIsOneText() {
        Tokenizer tokenizer = SentencePieceModel.read(GoldenFile.bytes("spm-unigram-bytes.model"), "m")
                .tokenizer();
        byte[] line = "attention of a head ".repeat(1_000_000).getBytes(UTF_8);
        assertThat(tokenizer.decodeToBytes(tokenizer.encode(line))).isEqualTo(line);
        byte[] same = "a".repeat(5_000_000).getBytes(UTF_8);
        assertThat(tokenizer.decodeToBytes(tokenizer.encode(same))).isEqualTo(same);
    }

    @Test
    void badFilesAreToldWithFileAndPlace() {
        byte[] good = GoldenFile.bytes("spm-unigram.model");
        broken(java.util.Arrays.copyOf(good, 40), "a.model: not a SentencePiece model: byte");
        broken(new ProtoWriter().message(2, new ProtoWriter().int32(3, 4)).toBytes(), "model type 4 (char)");
        broken(new ProtoWriter().toBytes(), "no pieces");
        broken(file(piece("<unk>", 0, 2), piece("a", Float.NaN, 1)), "piece 1 'a' has score NaN");
        broken(file(piece("<unk>", 0, 2), piece("a", -1, 1), piece("a", -2, 1)), "piece 2 'a' was there before");
        broken(file(piece("<unk>", 0, 2), piece("", -1, 1)), "piece 1 has 0 characters");
        broken(file(piece("<unk>", 0, 2), piece("a", -1, 9)), "piece 1 has type 9");
        broken(file(piece("a", -1, 1)), "0 unknown pieces; exactly one");
        broken(file(piece("<unk>", 0, 2), piece("<x>", 0, 2), piece("a", -1, 1)), "2 unknown pieces");
        broken(file(piece("<unk>", 0, 2), piece("a", -1, 1), piece("<0x00>", 0, 6)), "no byte fallback");
        broken(
                new ProtoWriter()
                        .message(1, new ProtoWriter().bytes(1, new byte[] {(byte) 0xFF}))
                        .toBytes(),
                "piece 0 is not UTF-8");
        ProtoWriter map = new ProtoWriter().bytes(2, new byte[] {-1, -1, -1, 127, 0, 0, 0, 0});
        broken(
                new ProtoWriter()
                        .message(1, piece("<unk>", 0, 2))
                        .message(1, piece("a", -1, 1))
                        .message(3, map)
                        .toBytes(),
                "precompiled_charsmap says its trie has 2147483647 bytes");
    }

    private static void broken(byte[] file, String message) {
        assertThatThrownBy(() -> SentencePieceModel.read(file, "a.model"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith("a.model: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static ProtoWriter piece(String text, float score, int type) {
        return new ProtoWriter().text(1, text).float32(2, score).int32(3, type);
    }

    private static byte[] file(ProtoWriter... pieces) {
        ProtoWriter out = new ProtoWriter();
        for (ProtoWriter piece : pieces) {
            out.message(1, piece);
        }
        return out.toBytes();
    }

    @Test
    void wrongPiecesAreNamed() {
        List<SentencePiece> pieces = new ArrayList<>(List.of(new SentencePiece("<unk>", 0, PieceKind.UNKNOWN)));
        assertThatThrownBy(() -> SentencePieceModel.unigram(pieces, SentencePieceNormalization.identity(), false))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("no normal one");
        pieces.add(new SentencePiece("a", -1, PieceKind.NORMAL));
        assertThatThrownBy(() -> SentencePieceModel.unigram(pieces, SentencePieceNormalization.identity(), true))
                .hasMessageContaining("0 byte pieces");
        assertThat(SentencePieceModel.unigram(pieces, SentencePieceNormalization.identity(), false)
                        .tokenizer()
                        .encode("aba"))
                .containsExactly(0, 1, 0, 1);
        assertThatThrownBy(() -> new SentencePiece("", 0, PieceKind.NORMAL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SentencePiece("a", Float.NaN, PieceKind.NORMAL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatIsTooLargeIsNotRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.model");
        try (var out = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            out.position(SentencePieceModel.MAX_FILE_BYTES);
            out.write(java.nio.ByteBuffer.wrap(new byte[1]));
        }
        assertThatThrownBy(() -> SentencePieceModel.read(file))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("large.model: 268435457 bytes");
    }
}
