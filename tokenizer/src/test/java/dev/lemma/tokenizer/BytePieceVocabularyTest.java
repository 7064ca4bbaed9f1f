package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePieceVocabularyTest {
    private static Path shared(String name) {
        return Path.of(Optional.ofNullable(System.getenv("LEMMA_SHARED")).orElse("../../shared"))
                .resolve("data/bytepiece")
                .resolve(name);
    }

    /// All single bytes and more random pieces, with random counts.
    private static BytePieceVocabulary random(int pieces, long seed) {
        RandomGenerator random = Models.random(seed);
        List<byte[]> list = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            list.add(new byte[] {(byte) b});
        }
        Set<String> words = new HashSet<>();
        while (words.size() < pieces - 256) {
            words.add(Models.word(random, "etaoinshrdlucmf wyp中文\n\"\\\u0001é", random.nextInt(2, 14)));
        }
        words.forEach(word -> list.add(Models.utf8(word)));
        return BytePieceVocabulary.of(list, random.longs(pieces, 1, 1_000_000).toArray());
    }

    @Test
    void goldenTextsHaveTheIdsOfThePeer() throws IOException {
        Path file = shared("bytepiece.plus.40k.zip");
        assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not there (LEMMA_SHARED names its folder)");
        UnigramTokenizer tokenizer =
                new UnigramTokenizer(UnigramSpeed.bytePiece(file).model());
        assertThat(tokenizer.size()).isEqualTo(39_843);
        int cases = 0;
        for (String line : Files.readAllLines(shared("golden.jsonl"))) {
            JsonReader json = new JsonReader(
                    new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)),
                    "golden.jsonl",
                    JsonReader.Limits.DEFAULT);
            json.beginObject();
            assertThat(json.name()).isEqualTo("text");
            String text = json.string();
            assertThat(json.name()).isEqualTo("ids");
            List<Integer> ids = new ArrayList<>();
            json.beginArray();
            while (json.hasNext()) {
                ids.add((int) json.integer(0, tokenizer.size()));
            }
            json.endArray();
            json.endObject();
            assertThat(tokenizer.encode(text))
                    .as(text)
                    .containsExactly(ids.stream().mapToInt(Integer::intValue).toArray());
            cases++;
        }
        assertThat(cases).isEqualTo(276);
    }

    @Test
    void aPublishedModelIsWrittenAsItWas() throws IOException {
        Path file = shared("bytepiece.plus.40k.zip");
        assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not there (LEMMA_SHARED names its folder)");
        byte[] published;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            assertThat(zip.getNextEntry()).isNotNull();
            published = zip.readAllBytes();
        }
        BytePieceVocabulary vocabulary = BytePieceVocabulary.read(new ByteArrayInputStream(published), "model");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        vocabulary.write(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(new String(published, StandardCharsets.UTF_8));
    }

    @Test
    void idsGoByLengthThenBytesWhateverTheOrder(@TempDir Path folder) throws IOException {
        BytePieceVocabulary vocabulary = random(2_000, 1);
        Path file = folder.resolve("random.model");
        vocabulary.write(file);
        BytePieceVocabulary read = BytePieceVocabulary.read(file);
        assertThat(read.size()).isEqualTo(2_000);
        List<byte[]> shuffled = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            assertThat(read.piece(i)).isEqualTo(vocabulary.piece(i));
            assertThat(read.count(i)).isEqualTo(vocabulary.count(i));
            shuffled.add(read.piece(i));
            counts.add(read.count(i));
            if (i > 0) {
                byte[] before = read.piece(i - 1);
                byte[] piece = read.piece(i);
                assertThat(before.length < piece.length
                                || before.length == piece.length && Arrays.compareUnsigned(before, piece) < 0)
                        .isTrue();
            }
        }
        Collections.shuffle(shuffled, new Random(7));
        Collections.shuffle(counts, new Random(7));
        BytePieceVocabulary again = BytePieceVocabulary.of(
                shuffled, counts.stream().mapToLong(Long::longValue).toArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        again.write(out);
        assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
        UnigramModel model = read.model();
        assertThat(model.size()).isEqualTo(2_003);
        assertThat(model.kind(1)).isEqualTo(PieceKind.CONTROL);
        assertThat(model.piece(3)).containsExactly(0);
        assertThat(model.id(read.piece(1_999))).hasValue(2_002);
    }

    @Test
    void aTruncatedFileIsOneClearLineWhereverItEnds() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            random(300, 2).write(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] whole = out.toByteArray();
        RandomGenerator random = Models.random(3);
        for (int i = 0; i < 500; i++) {
            byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length - 1));
            assertThatExceptionOfType(TokenizerException.class)
                    .isThrownBy(() -> BytePieceVocabulary.read(new ByteArrayInputStream(part), "en.model"))
                    .withMessageStartingWith("en.model: at byte ")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        }
    }

    @Test
    void wrongFilesSayWhatAndWhere() {
        refused("[]", "x.model: at byte 0 found '['; '{' is needed");
        refused("{\"AA==\": [3, \"\", 0]}", "x.model: at byte 17 found 0; a whole number from 1 to");
        refused("{\"A*==\": [3, \"\", 1]}", "x.model: at byte 1 the name of a piece is not base64: A*==");
        refused("{\"AA==\": [2, \"\", 1]}", "found 2; a whole number from 3 to");
        refused("{\"AA==\": [4, \"\", 1]}", "x.model: id 4 is too high for 1 pieces; ids must run from 3 to 3");
        refused("{\"AA==\": [3, \"\", 1], \"AQ==\": [3, \"\", 1]}", "x.model: id 3 is there twice");
        refused("{\"AA==\": [3, \"\", 1]} x", "x.model: at byte 21 found 'x'; the end of the document is needed");
        refused(
                "{\"AA==\": [3, \"\", 9223372036854775807], \"AQ==\": [4, \"\", 1]}",
                "x.model: the counts add up to more than 2^63 - 1");
    }

    private static void refused(String json, String message) {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> BytePieceVocabulary.read(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "x.model"))
                .withMessageContaining(message);
    }

    @Test
    void missingBytesAndDuplicatesAreRefused() {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> BytePieceVocabulary.of(List.of(new byte[] {'a'}), new long[] {1})
                        .model())
                .withMessage("the vocabulary lacks 255 of the 256 single bytes, first 0x0;"
                        + " under the rules BYTES all are needed");
        List<byte[]> pieces = new ArrayList<>();
        for (int b = 0; b < 258; b++) {
            pieces.add(b < 256 ? new byte[] {(byte) b} : new byte[] {'a', 'b'});
        }
        long[] counts = new long[258];
        Arrays.fill(counts, 1);
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> BytePieceVocabulary.of(pieces, counts).model())
                .withMessage("pieces 259 and 260 of the vocabulary are both 'ab'; every piece must be there once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BytePieceVocabulary.of(pieces, new long[2]))
                .withMessageContaining("there are 2 counts for 258 pieces");
    }
}
