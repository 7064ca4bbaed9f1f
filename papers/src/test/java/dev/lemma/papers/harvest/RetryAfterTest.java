package dev.lemma.papers.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "37",
                " 37 ",
                // The three forms of RFC 9110, section 5.6.7.
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void readsSecondsAndDates(String value) {
        assertThat(RetryAfter.parse(value, NOW)).contains(Duration.ofSeconds(37));
    }

    @Test
    void readsTwoDigitYears() {
        Instant now = Instant.parse("2025-03-05T12:00:00Z");

        assertThat(RetryAfter.parse("Wednesday, 05-Mar-25 12:00:05 GMT", now)).contains(Duration.ofSeconds(5));
    }

    @Test
    void thePastIsNow() {
        assertThat(RetryAfter.parse("Sun, 06 Nov 1994 08:48:37 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("0", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "Sun, 06 Nov", "9999999999999999999999"})
    void takesNothingElse(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
