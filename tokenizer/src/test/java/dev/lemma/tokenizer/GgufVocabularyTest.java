package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufVocabularyTest {
    private static final Path TINY = Path.of(System.getenv().getOrDefault("LEMMA_SHARED", "../../shared"))
            .resolve("data/gguf-tiny");

    /// The ids of llama.cpp, with special pieces and without.
    @ParameterizedTest
    @ValueSource(strings = {"tiny.gguf", "tiny-linear4.gguf", "tiny-yarn4.gguf"})
    void givesTheIdsOfLlamaCpp(String name) throws Exception {
        assumeThat(TINY.resolve(name))
                .as("needs %s, which is not in the repository", TINY)
                .exists();
        Tokenizer tokenizer = GgufVocabulary.of(metadata(TINY.resolve(name))).tokenizer();
        assertThat(tokenizer.describe().type()).isEqualTo("GGUF byte-level BPE");
        JsonReader in = new JsonReader(
                new ByteArrayInputStream(Files.readAllBytes(TINY.resolve("expected.json"))),
                name,
                JsonReader.Limits.DEFAULT);
        int checked = 0;
        in.beginObject();
        while (in.hasNext()) {
            if (!in.name().equals("models")) {
                in.skip();
                continue;
            }
            in.beginArray();
            while (in.hasNext()) {
                checked += model(in, name, tokenizer);
            }
            in.endArray();
        }
        assertThat(checked).isEqualTo(10);
    }

    private static int model(JsonReader in, String name, Tokenizer tokenizer) throws IOException {
        int checked = 0;
        String file = "";
        in.beginObject();
        while (in.hasNext()) {
            String key = in.name();
            if (key.equals("file")) {
                file = in.string();
            } else if (key.equals("tokenize") && file.equals(name)) {
                in.beginArray();
                while (in.hasNext()) {
                    in.beginObject();
                    in.name();
                    String text = in.string();
                    in.name();
                    boolean special = in.bool();
                    in.name();
                    List<Integer> ids = new ArrayList<>();
                    in.beginArray();
                    while (in.hasNext()) {
                        ids.add((int) in.integer(0, 1000));
                    }
                    in.endArray();
                    in.endObject();
                    assertThat(special ? tokenizer.encodeSpecial(text) : tokenizer.encode(text))
                            .as("%s %s", text, special)
                            .containsExactly(
                                    ids.stream().mapToInt(Integer::intValue).toArray());
                    checked++;
                }
                in.endArray();
            } else {
                in.skip();
            }
        }
        in.endObject();
        return checked;
    }

    /// SentencePiece's own BPE models converted as llama.cpp's converter does it give SentencePiece's ids, as
    /// that file neither trims nor replaces.
    @Test
    void llamaVocabulariesGiveTheIdsOfSentencePiece() {
        SentencePieceModel model = SentencePieceModel.read(GoldenFile.bytes("spm-bpe-bytes.model"), "m");
        List<String> tokens = new ArrayList<>();
        float[] scores = new float[model.pieces().size()];
        int[] types = new int[scores.length];
        for (SentencePiece piece : model.pieces()) {
            scores[tokens.size()] = piece.score();
            types[tokens.size()] = switch (piece.kind()) {
                case NORMAL -> 1;
                case UNKNOWN -> 2;
                case CONTROL -> 3;
                case USER_DEFINED -> 4;
                case UNUSED -> 5;
                case BYTE -> 6;
            };
            tokens.add(piece.text());
        }
        Map<String, Object> metadata = new HashMap<>(Map.of(
                "tokenizer.ggml.model",
                "llama",
                "tokenizer.ggml.tokens",
                tokens,
                "tokenizer.ggml.scores",
                scores,
                "tokenizer.ggml.token_type",
                types,
                "tokenizer.ggml.bos_token_id",
                1L,
                "tokenizer.ggml.add_space_prefix",
                true));
        GgufVocabulary vocabulary = GgufVocabulary.of(metadata);
        Tokenizer tokenizer = vocabulary.tokenizer();
        for (GoldenFile.Line line : GoldenFile.lines("spm-bpe-bytes.jsonl")) {
            // llama.cpp gives no piece for no text, SentencePiece neither; a user-defined piece there is
            // none.
            assertThat(tokenizer.encode(line.text())).as(line.text()).containsExactly(line.idArray());
            assertThat(tokenizer.decode(line.idArray())).as(line.text()).isEqualTo(line.decoded());
        }
        assertThat(tokenizer.encodeSpecial("<s>a")[0]).isEqualTo(1);
        assertThat(vocabulary.addBegin()).isTrue();
        assertThat(tokenizer.describe().byteFallback()).isTrue();
    }

    @Test
    void badMetadataIsToldWithTheKey() {
        broken(Map.of(), "tokenizer.ggml.tokens has 0 tokens");
        broken(Map.of("tokens", List.of("a"), "model", "bert"), "tokenizer.ggml.model: 'bert'");
        broken(Map.of("tokens", List.of("a"), "model", 7), "tokenizer.ggml.model: is of type Integer");
        broken(Map.of("tokens", "a"), "tokenizer.ggml.tokens: is of type String");
        broken(Map.of("tokens", List.of("a", 3)), "tokenizer.ggml.tokens: has an element '3'");
        broken(Map.of("tokens", List.of("a"), "model", "llama"), "tokenizer.ggml.scores: 0 values for 1 tokens");
        broken(
                Map.of("tokens", List.of("a"), "model", "llama", "scores", List.of(Float.NaN)),
                "tokenizer.ggml.scores: token 0 has score NaN");
        broken(
                Map.of("tokens", List.of("a"), "model", "gpt2", "token_type", List.of(1, 1)),
                "tokenizer.ggml.token_type: 2 values");
        broken(
                Map.of("tokens", List.of("a"), "model", "gpt2", "pre", "kimi-k2"),
                "tokenizer.ggml.pre: 'kimi-k2' is not supported");
        broken(
                Map.of("tokens", List.of("a", "b"), "model", "gpt2", "merges", List.of("a b")),
                "tokenizer.ggml.merges: merge 0 'a b'");
        broken(
                Map.of("tokens", List.of("a", "a"), "model", "gpt2"),
                "tokenizer.ggml.tokens: token 1 'a' was there before");
        broken(
                Map.of("tokens", List.of("a"), "model", "gpt2", "eos_token_id", 5),
                "tokenizer.ggml.eos_token_id: 5 is no token");
    }

    private static void broken(Map<String, Object> values, String message) {
        Map<String, Object> metadata = new HashMap<>();
        values.forEach((key, value) -> metadata.put("tokenizer.ggml." + key, value));
        assertThatThrownBy(() -> GgufVocabulary.of(metadata).tokenizer())
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(message);
    }

    /// As much of a GGUF reader as this test needs (GGUF version 3): the metadata.
    private static Map<String, Object> metadata(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getInt()).isEqualTo(0x46554747);
        assertThat(in.getInt()).isEqualTo(3);
        in.getLong();
        long count = in.getLong();
        Map<String, Object> values = new HashMap<>();
        for (long i = 0; i < count; i++) {
            String key = text(in);
            values.put(key, value(in, in.getInt()));
        }
        return values;
    }

    private static Object value(ByteBuffer in, int type) {
        return switch (type) {
            case 0, 1 -> (int) in.get();
            case 2, 3 -> (int) in.getShort();
            case 4, 5 -> in.getInt();
            case 6 -> in.getFloat();
            case 7 -> in.get() != 0;
            case 8 -> text(in);
            case 9 -> {
                int element = in.getInt();
                List<Object> values = new ArrayList<>();
                for (long n = in.getLong(); n > 0; n--) {
                    values.add(value(in, element));
                }
                yield values;
            }
            case 10, 11 -> in.getLong();
            case 12 -> in.getDouble();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[(int) in.getLong()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
