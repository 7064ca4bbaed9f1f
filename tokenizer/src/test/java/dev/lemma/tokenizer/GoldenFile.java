package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads `src/test/resources/golden`.
final class GoldenFile {
    private GoldenFile() {}

    /// A text, the ids that the library of the file gives it, and what it decodes them to.
    record Line(String text, List<Integer> ids, String decoded) {
        int[] idArray() {
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(GoldenFile.class.getResourceAsStream("/golden/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Line> lines(String name) {
        List<Line> lines = new ArrayList<>();
        new String(bytes(name), StandardCharsets.UTF_8).lines().forEach(line -> lines.add(line(line, name)));
        assertThat(lines).as(name).hasSizeGreaterThan(20);
        return lines;
    }

    private static Line line(String json, String name) {
        JsonReader in = new JsonReader(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), name, JsonReader.Limits.DEFAULT);
        try {
            List<Integer> ids = new ArrayList<>();
            in.beginObject();
            in.name();
            String text = in.string();
            in.name();
            in.beginArray();
            while (in.hasNext()) {
                ids.add((int) in.integer(0, Integer.MAX_VALUE));
            }
            in.endArray();
            in.name();
            return new Line(text, ids, in.string());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Checks that a tokenizer gives the ids and texts of a golden file.
    static void check(Tokenizer tokenizer, String name) {
        check(tokenizer, name, false);
    }

    /// @param special whether the library looks for special pieces in text
    static void check(Tokenizer tokenizer, String name, boolean special) {
        for (Line line : lines(name)) {
            int[] ids = special ? tokenizer.encodeSpecial(line.text) : tokenizer.encode(line.text);
            assertThat(ids).as("%s: %s", name, line.text).containsExactly(line.idArray());
            assertThat(tokenizer.decode(line.idArray()))
                    .as("%s: %s", name, line.text)
                    .isEqualTo(line.decoded);
        }
    }
}
