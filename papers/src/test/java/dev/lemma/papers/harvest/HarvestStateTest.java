package dev.lemma.papers.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarvestStateTest {
    private static final HarvestState FULL = new HarvestState(
            "https://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXiv",
            OaiFixtures.TOKEN_2,
            Optional.of(Instant.parse("2025-03-06T00:00:00Z")),
            Optional.of(LocalDate.of(2025, 3, 5)),
            Optional.of(LocalDate.of(2025, 3, 4)),
            true,
            3,
            3900,
            2,
            OptionalLong.of(12_345),
            Optional.of(Instant.parse("2025-03-05T12:00:00Z")),
            false);

    @Test
    void survivesItsText() {
        assertThat(HarvestState.parse(FULL.toText())).isEqualTo(FULL);
        assertThat(HarvestState.parse(HarvestState.START.toText())).isEqualTo(HarvestState.START);
        assertThat(FULL.toText()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"list\":\"\"}",
                "{\"list\":\"\",\"finished\":false,\"reached\":\"yesterday\"}",
                "{\"list\":\"\",\"finished\":false,\"pages\":-1}"
            })
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> HarvestState.parse(text))
                .isInstanceOf(HarvestException.class)
                .hasMessageStartingWith("saved state: ");
    }

    @Test
    void saysNoNextDayBeforeTheEnd() {
        assertThat(FULL.nextFrom()).isEmpty();
        assertThat(FULL.ended(Instant.EPOCH).nextFrom()).contains(LocalDate.of(2025, 3, 4));
    }
}
