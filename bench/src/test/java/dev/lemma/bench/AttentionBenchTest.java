package dev.lemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttentionBenchTest {
    private static AttentionBench.Options small(int headSize, int rounds) {
        return new AttentionBench.Options(
                List.of(96), List.of(200), List.of(headSize), 4 << 20, rounds, 2, Optional.empty());
    }

    @Test
    void everyOperationHasALine() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        JsonMapper json = new JsonMapper();
        List<String> text = new ArrayList<>();
        AttentionBench.run(small(64, 1), text::add);
        for (String line : text) {
            lines.add(json.readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.path("op").asText())
                .containsExactly(
                        "peak",
                        "rope",
                        "log-n",
                        "temperature",
                        "key-norm",
                        "cosine",
                        "rerope",
                        "leaky-rerope",
                        "self-extend",
                        "window",
                        "lambda",
                        "decode",
                        "decode_grouped");
        for (JsonNode line : lines) {
            assertThat(line.path("bench").asText()).isEqualTo("attention");
            String speed = line.has("kv_heads") ? "gb_s" : "gflops";
            assertThat(line.path(speed).asDouble()).as(line.toString()).isPositive();
            assertThat(line.has("torch_ms")).isFalse();
        }
        // Work is counted by pairs: half of a full matrix and the diagonal.
        JsonNode rope = lines.get(1);
        double operations = 4.0 * 64 * 8 * (96 * 97 / 2);
        assertThat(rope.path("gflops").asDouble() * rope.path("ms").asDouble() * 1e6)
                .isBetween(0.8 * operations, 1.25 * operations);
    }

    @Test
    void wrongSizesAreNamed() {
        assertThatThrownBy(() -> small(12, 1)).hasMessage("head sizes has 12, not a multiple of 8");
        assertThatThrownBy(() -> small(8, 0)).hasMessage("rounds has 0, not at least 1");
    }
}
