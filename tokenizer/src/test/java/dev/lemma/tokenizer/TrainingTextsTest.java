package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTextsTest {
    @TempDir
    Path folder;

    private static List<String> read(TrainingTexts texts) {
        List<String> read = new ArrayList<>();
        texts.forEach(t -> read.add(TrainingTestTexts.latin1(t)));
        return read;
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void readsLinesOfPlainAndPackedFilesInOrderAndAgain() throws IOException {
        Path plain = file("a.txt", TrainingTestTexts.utf8("one\r\ntwo\n\nlast"));
        Path packed = folder.resolve("b.any");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(TrainingTestTexts.utf8("packed\n"));
            out.write(new byte[] {(byte) 0xFF, 0, '\n'});
        }
        Path empty = file("c.txt", new byte[0]);
        Path one = file("d.txt", new byte[] {0x1f});
        TrainingTexts texts = TrainingTexts.lines(List.of(plain, packed, empty, one));
        List<String> expected = List.of("one", "two", "", "last", "packed", "\u00ff\0", "\u001f");
        assertThat(read(texts)).isEqualTo(expected);
        assertThat(read(texts)).isEqualTo(expected);
    }

    @Test
    void readsLinesLongerThanItsBuffer() throws IOException {
        String line = "x".repeat(300_000);
        assertThat(read(TrainingTexts.lines(List.of(file("a", TrainingTestTexts.utf8(line + "\n" + line))))))
                .containsExactly(line, line);
    }

    @Test
    void refusesEndlessLines() throws IOException {
        Path packed = folder.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            byte[] zeros = new byte[1 << 20];
            out.write('\n');
            for (int i = 0; i < 65; i++) {
                out.write(zeros);
            }
        }
        assertThatThrownBy(() -> read(TrainingTexts.lines(List.of(packed))))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(packed + ": line 2 is longer than 67108864 bytes");
    }

    @Test
    void saysWhichFileIsMissing() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> read(TrainingTexts.lines(List.of(missing))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void takesCollections() {
        assertThat(read(TrainingTexts.of(List.of("a", "é")))).containsExactly("a", "\u00c3\u00a9");
        assertThat(read(TrainingTexts.ofBytes(List.of(new byte[] {1}, new byte[0]))))
                .containsExactly("\u0001", "");
    }

    @Test
    void normalFormsLeaveInvalidTextAlone() {
        byte[] decomposed = TrainingTestTexts.utf8("xe\u0301ﬁ");
        assertThat(TrainingTestTexts.utf8(TextNormalization.NFC.apply(decomposed, 1, decomposed.length)))
                .isEqualTo("éﬁ");
        assertThat(TrainingTestTexts.utf8(TextNormalization.NFKC.apply(decomposed, 1, decomposed.length)))
                .isEqualTo("éfi");
        assertThat(TrainingTestTexts.utf8(TextNormalization.NONE.apply(decomposed, 1, decomposed.length)))
                .isEqualTo("e\u0301ﬁ");
        byte[] invalid = {(byte) 0xC3, 'e', (byte) 0xCC, (byte) 0x81};
        assertThat(TextNormalization.NFC.apply(invalid, 0, 4)).isEqualTo(invalid);
    }
}
