package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Instant now = Instant.EPOCH;

    private Progress start(String screens) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return Progress.start(new Terminal(stream, stream, screens, 80, Map.of()), () -> now, "import", "records");
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutAScreenThereIsALineEveryFiveSeconds() {
        try (Progress progress = start("")) {
            pass(3);
            progress.update(0.1, 3_000);
            assertThat(shown()).isEmpty();
            pass(2);
            progress.update(0.25, 10_000);
            assertThat(shown().strip()).isEqualTo("lemma: import: 25 %, 10,000 records, 2,000/s, 15 s left");
            pass(4);
            progress.update(0.5, 20_000);
            assertThat(shown().lines()).hasSize(1);
            pass(1);
            progress.update(-1, 30_000);
            assertThat(shown().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .isEqualTo("lemma: import: 30,000 records, 3,000/s");
            assertThat(progress.finish()).isEqualTo(Duration.ofSeconds(10));
        }
    }

    @Test
    void onAScreenThereIsABar() {
        try (Progress progress = start("2")) {
            pass(1);
            progress.update(0.5, 500);
        }
        assertThat(shown()).contains("import").contains("50%").contains("500 records, 500/s, 1.0 s left");
    }
}
