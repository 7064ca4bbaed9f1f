package dev.lemma.papers.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://arxiv.org/oai",
                "oai",
                "mailto:help@arxiv.org",
                "https:///oai",
                "https://oaipmh.arxiv.org/oai?verb=Identify",
                "https://oaipmh.arxiv.org/oai#x",
                "https://me:secret@oaipmh.arxiv.org/oai"
            })
    void wantsAPlainBase(String base) {
        assertThatThrownBy(() -> HarvestOptions.oai().withBase(URI.create(base)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("base ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void keepsTheArxivsPace() {
        assertThatThrownBy(() -> HarvestOptions.oai().withDelay(Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("terms of use");
        assertThat(HarvestOptions.oai()
                        .withBase(URI.create("https://other.example/oai"))
                        .withDelay(Duration.ZERO)
                        .delay())
                .isZero();
    }

    @Test
    void checksRanges() {
        HarvestOptions options = HarvestOptions.oai();

        assertThatThrownBy(() -> options.withContact("me\r\nHost: x")).hasMessageContaining("e-mail");
        assertThatThrownBy(() -> options.withTimeout(Duration.ZERO)).hasMessageContaining("timeout PT0S is not in");
        assertThatThrownBy(() -> options.withMaxAttempts(0)).hasMessageContaining("maxAttempts 0");
        assertThatThrownBy(() -> options.withMaxBytes(0)).hasMessageContaining("maxBytes 0");
        assertThatThrownBy(() -> options.withBackoff(Duration.ofHours(2))).hasMessageContaining("backoff PT2H");
        assertThatThrownBy(() -> options.withMaxWait(Duration.ofSeconds(1))).hasMessageContaining("maxWait PT1S");
        assertThat(options.userAgent()).isEqualTo("Lemma/0.1 (self-hosted paper search)");
    }

    @Test
    void checksOaiQueries() {
        OaiQuery query = OaiQuery.of("arXiv").withUntil(LocalDate.of(2025, 3, 1));

        assertThatThrownBy(() -> OaiQuery.of("arXiv&verb=x")).hasMessageContaining("metadata prefix");
        assertThatThrownBy(() -> query.withSet("cs cl")).hasMessageContaining("not a set");
        assertThatThrownBy(() -> query.withSet("cs:")).hasMessageContaining("not a set");
        assertThatThrownBy(() -> query.withFrom(LocalDate.of(2025, 3, 2))).hasMessageContaining("is after until");
        assertThat(query.withSet("physics:hep-th").set()).isEqualTo("physics:hep-th");
    }

    @Test
    void buildsAtomQueries() {
        AtomQuery query = AtomQuery.ofCategories(List.of("cs.CL", "hep-th"))
                .withSubmitted(LocalDate.of(2025, 1, 1), LocalDate.of(2025, 1, 31));

        assertThat(query.search())
                .isEqualTo("(cat:cs.CL OR cat:hep-th) AND submittedDate:[202501010000 TO 202501312359]");
        assertThatThrownBy(() -> AtomQuery.ofCategories(List.of())).hasMessageContaining("no categories");
        assertThatThrownBy(() -> AtomQuery.ofCategories(List.of("cs.CL OR x"))).hasMessageContaining("cs.CL");
        assertThatThrownBy(() -> AtomQuery.of(" ")).hasMessageContaining("search of 1 characters");
        assertThatThrownBy(() -> query.withPageSize(2001)).hasMessageContaining("1..2000");
        assertThatThrownBy(() -> query.withSubmitted(LocalDate.of(2025, 2, 1), LocalDate.of(2025, 1, 1)))
                .hasMessageContaining("is after until");
    }
}
