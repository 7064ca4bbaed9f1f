package dev.lemma.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lemma.papers.Classics;
import dev.lemma.search.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchBenchTest {
    @Test
    void timesEveryQueryOfALibrary(@TempDir Path home) {
        try (Library library = Library.open(home)) {
            int papers = Classics.addIfEmpty(library.store());
            assertThat(library.awaitIndexed(Duration.ofMinutes(1))).isTrue();
            SearchBench.Latency latency =
                    SearchBench.run(library, List.of("attention", "low rank approximation", "backpropagation"), 3);
            assertThat(latency.queries()).isEqualTo(3);
            assertThat(latency.papers()).isEqualTo(papers);
            assertThat(latency.p50()).isPositive().isLessThanOrEqualTo(latency.p99());
            assertThat(latency.p99()).isLessThanOrEqualTo(latency.max());
            assertThat(latency.toJson()).startsWith("{\"bench\":\"search\"").doesNotContain("\n");
        }
    }

    @Test
    void refusesToMeasureNothing(@TempDir Path home) {
        try (Library library = Library.open(home)) {
            assertThatThrownBy(() -> SearchBench.run(library, List.of(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("needs a query");
        }
    }
}
