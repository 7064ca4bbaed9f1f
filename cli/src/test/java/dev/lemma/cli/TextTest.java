package dev.lemma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class TextTest {
    @Test
    void numbersAreForPeople() {
        assertThat(Text.count(1, "paper")).isEqualTo("1 paper");
        assertThat(Text.count(154_811, "paper")).isEqualTo("154,811 papers");
        assertThat(Text.bytes(999)).isEqualTo("999 B");
        assertThat(Text.bytes(999_950)).isEqualTo("1.0 MB");
        assertThat(Text.bytes(186_900_000)).isEqualTo("186.9 MB");
        assertThat(Text.duration(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Text.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Text.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(Text.duration(Duration.ofMinutes(65))).isEqualTo("1 h 5 min");
    }

    @Test
    void textsOfPapersCannotCommandTheTerminal() {
        assertThat(Text.safe("a\u001b[2Jb\u202ec")).isEqualTo("a [2Jb c");
        assertThat(Text.oneLine(" a\r\n\tb\u0000 c\u2028d ")).isEqualTo("a b c d");
        assertThat(Text.shortened("abcdef", 4)).isEqualTo("abc…");
    }

    @Test
    void yearsAreAYearOrARange() {
        assertThat(Years.parse("2020")).isEqualTo(new Years(2020, 2020));
        assertThat(Years.parse("2020..2023")).isEqualTo(new Years(2020, 2023));
        assertThat(Years.parse("2020..")).isEqualTo(new Years(2020, 0));
        assertThat(Years.parse("..2023")).isEqualTo(new Years(0, 2023));
        for (String wrong : List.of("", "..", "20", "2020-2023", "2023..2020", "next")) {
            assertThatThrownBy(() -> Years.parse(wrong)).as(wrong).isInstanceOf(TypeConversionException.class);
        }
    }

    @Test
    void nearNamesAreFound() {
        assertThat(Near.to("--frmat", List.of("--format", "--venue"))).contains("--format");
        assertThat(Near.to("serch", List.of("serve", "search"))).contains("search");
        assertThat(Near.to("quantum", List.of("serve", "search"))).isEmpty();
    }

    @Test
    void categoriesHaveTheirSets() {
        assertThat(ArxivSets.ofCategory("cs.CL")).isEqualTo("cs:cs:CL");
        assertThat(ArxivSets.ofCategory("hep-th")).isEqualTo("physics:hep-th");
        assertThat(ArxivSets.ofCategory("astro-ph.GA")).isEqualTo("physics:astro-ph:GA");
        assertThat(ArxivSets.ofCategory("physics.optics")).isEqualTo("physics:physics:optics");
        assertThat(ArxivSets.ofCategory("q-bio.NC")).isEqualTo("q-bio:q-bio:NC");
    }
}
