package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static JsonReader reader(String json) {
        return reader(json, JsonReader.Limits.DEFAULT);
    }

    private static JsonReader reader(String json, JsonReader.Limits limits) {
        return new JsonReader(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "t.json", limits);
    }

    @Test
    void readsWhatIsThereInOrder() throws IOException {
        JsonReader json = reader(" {\"a\" : [1, -2.5e3, true,false , null, []], \"b\":{}, \"ü\": \"x\"} ");
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.OBJECT);
        json.beginObject();
        assertThat(json.hasNext()).isTrue();
        assertThat(json.name()).isEqualTo("a");
        json.beginArray();
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.NUMBER);
        assertThat(json.integer(0, 5)).isEqualTo(1);
        assertThat(json.number()).isEqualTo(-2500);
        assertThat(json.bool()).isTrue();
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.BOOLEAN);
        assertThat(json.bool()).isFalse();
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.NULL);
        json.nul();
        json.beginArray();
        assertThat(json.hasNext()).isFalse();
        json.endArray();
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.CLOSE);
        json.endArray();
        assertThat(json.name()).isEqualTo("b");
        json.beginObject();
        json.endObject();
        assertThat(json.name()).isEqualTo("ü");
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.STRING);
        assertThat(json.string()).isEqualTo("x");
        assertThat(json.hasNext()).isFalse();
        json.endObject();
        assertThat(json.peek()).isEqualTo(JsonReader.Kind.END);
        json.end();
    }

    @Test
    void stringsMayHaveEscapesAndSurrogates() throws IOException {
        assertThat(reader("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00 😀中\"")
                        .string())
                .isEqualTo("\"\\/\b\f\n\r\té😀 😀中");
        assertThat(reader("\"\\ud800\"").string()).isEqualTo("\ud800");
        assertThat(reader("\"" + "ab\\n".repeat(100_000) + "\"").string()).isEqualTo("ab\n".repeat(100_000));
    }

    @Test
    void skipsAnyValue() throws IOException {
        JsonReader json = reader("[{\"a\": [1, {\"b\": [[], {}, \"]\"]}], \"c\": null}, [], \"x\", 7, true, 8]");
        json.beginArray();
        for (int i = 0; i < 5; i++) {
            json.skip();
        }
        assertThat(json.integer(0, 9)).isEqualTo(8);
        json.endArray();
        json.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{1:2}",
                "{\"a\" 1}",
                "[1}",
                "{]",
                "\"abc",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"\\x\"",
                "\"a\nb\"",
                "tru",
                "nulL",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "1e999",
                "+1",
                "NaN",
                "[] []",
                "1 1"
            })
    void whatIsNotJsonIsOneLine(String json) {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> {
                    JsonReader reader = reader(json);
                    reader.skip();
                    reader.end();
                })
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("t.json: at byte ")
                        .doesNotContain("\n"));
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] json = {'"', (byte) 0xff, '"'};
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() ->
                        new JsonReader(new ByteArrayInputStream(json), "t.json", JsonReader.Limits.DEFAULT).string())
                .withMessage("t.json: at byte 0 a string is not UTF-8");
    }

    @Test
    void everythingIsBounded() {
        JsonReader.Limits limits = new JsonReader.Limits(1_000, 5, 20);
        refused("[".repeat(6), limits, "nested deeper than 5 levels");
        refused("\"" + "a".repeat(21) + "\"", limits, "longer than 20 bytes");
        refused("1" + "0".repeat(30), limits, "longer than 20 bytes");
        refused("[" + " ".repeat(1_000) + "]", limits, "at most 1000 bytes are read");
        refused("[".repeat(1_000_000), JsonReader.Limits.DEFAULT, "nested deeper than 64 levels");
    }

    private static void refused(String json, JsonReader.Limits limits, String message) {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> reader(json, limits).skip())
                .withMessageContaining(message);
    }

    @Test
    void anotherKindThanAskedForIsNamedWithItsPlace() throws IOException {
        JsonReader json = reader("{\"n\": \"x\"}");
        json.beginObject();
        assertThat(json.name()).isEqualTo("n");
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> json.integer(0, 1))
                .withMessage("t.json: at byte 6 found '\"'; a number is needed");
    }
}
