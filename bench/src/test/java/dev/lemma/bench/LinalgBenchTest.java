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

class LinalgBenchTest {
    private static final LinalgBench.Sizes SMALL = new LinalgBench.Sizes(List.of(16, 40), 4L << 20, 512, 8, 1_000_000);

    @Test
    void everyKernelHasALineWithItsShareOfTheLimit() throws IOException {
        List<String> lines = new ArrayList<>();
        LinalgBench.run(new LinalgBench.Options(2, 2, Optional.empty()), SMALL, lines::add);
        // Limits with one thread and with two, two sizes, two products for each of six types.
        assertThat(lines).hasSize(2 + 2 + 12);
        for (String line : lines) {
            JsonNode result = new JsonMapper().readTree(line);
            assertThat(result.path("bench").asText()).isEqualTo("linalg");
            String measured = result.path("op").asText().equals("limits") ? "gflops" : "ms";
            assertThat(result.path(measured).asDouble()).as(line).isPositive();
        }
        assertThat(lines).anyMatch(line -> line.contains("\"type\":\"Q6_K\"") && line.contains("of_read"));
    }

    @Test
    void refusesToMeasureNothing() {
        assertThatThrownBy(() -> new LinalgBench.Options(0, 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rounds = 0");
    }
}
