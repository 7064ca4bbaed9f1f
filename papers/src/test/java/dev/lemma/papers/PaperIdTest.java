package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaperIdTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            arxiv:2404.19756 | ARXIV | 2404.19756 | /arxiv/2404.19756
            arxiv:hep-th/9901001 | ARXIV | hep-th/9901001 | /arxiv/hep-th/9901001
            venue:ICLR.2018/B11bwYgfM | VENUE | ICLR.2018/B11bwYgfM | /venue/ICLR.2018/B11bwYgfM
            venue:NeurIPS.1987/a~b_c(d)@e!$*'f | VENUE | NeurIPS.1987/a~b_c(d)@e!$*'f | /venue/NeurIPS.1987/a~b_c(d)@e!$*'f
            own:knuth1984texbook | OWN | knuth1984texbook | /own/knuth1984texbook
            own:DBLP:conf/icml/X | OWN | DBLP:conf/icml/X | /own/DBLP:conf/icml/X
            """)
    void hasBranchLocalPartAndPath(String value, Branch branch, String local, String path) {
        PaperId id = new PaperId(value);
        assertThat(id.branch()).isEqualTo(branch);
        assertThat(id.local()).isEqualTo(local);
        assertThat(id.path()).isEqualTo(path);
        assertThat(id).hasToString(value);
        assertThat(PaperId.parse(value)).contains(id);
        assertThat(PaperId.parse(" " + value + " ")).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "2404.19756v2, arxiv:2404.19756",
        "arxiv:2404.19756v2, arxiv:2404.19756",
        "arxiv:math.GT/0309136, arxiv:math/0309136",
        "https://arxiv.org/abs/2404.19756, arxiv:2404.19756",
        "10.48550/arXiv.2404.19756, arxiv:2404.19756"
    })
    void namesOfTheArxivLoseVersionAndClass(String text, String value) {
        assertThat(PaperId.parse(text)).contains(new PaperId(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "arxiv:",
                "arxiv:not-an-id",
                "venue:ICLR/1",
                "venue:ICLR.18/1",
                "venue:ICLR.2018/",
                "venue:I CLR.2018/x",
                "venue:.2018/x",
                "own:",
                "own:a b",
                "own:a\"b",
                "own:<b>",
                "own:a?b",
                "own:a#b",
                "own:a%2e",
                "own:a&b",
                "own:a\\b",
                "own:\u0000",
                "own:é",
                "OWN:a",
                "file:///etc/passwd"
            })
    void refusesTheRest(String text) {
        assertThat(PaperId.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arxiv:", "own:a b", "venue:ICLR/1", "paper:1", "own:a\n"})
    void saysWhatIsExpected(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaperId(value))
                .withMessageContaining("not a paper id")
                .withMessageContaining("expected arxiv:<id>, venue:<VENUE>.<year>/<id> or own:<key>");
    }

    @Test
    void aLongValueIsAbbreviatedInTheMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaperId("own:" + "x".repeat(100_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).contains("..."));
        assertThat(new PaperId("own:" + "x".repeat(PaperId.MAX_LENGTH - 4)).value())
                .hasSize(PaperId.MAX_LENGTH);
    }

    @Test
    void fitsWhateverASourceCallsItsPapers() {
        assertThat(PaperId.ofVenue("nips", 2017, " a b/ç ").value()).isEqualTo("venue:NeurIPS.2017/a-b/-");
        assertThat(PaperId.ofVenue("iclr", 2018, "B11").value()).isEqualTo("venue:ICLR.2018/B11");
        assertThat(PaperId.ofOwn("Knuth & Plass 1981").value()).isEqualTo("own:Knuth-Plass-1981");
    }

    @Test
    void longNamesOfOneStartStayApart() {
        String start = "k".repeat(500);
        List<PaperId> ids = List.of(PaperId.ofOwn(start + "1"), PaperId.ofOwn(start + "2"), PaperId.ofOwn(start));
        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.value()).hasSize(PaperId.MAX_LENGTH);
            assertThat(PaperId.parse(id.value())).contains(id);
        });
        assertThat(PaperId.ofOwn(start)).isEqualTo(PaperId.ofOwn(start));
    }

    @Test
    void comparesByValue() {
        assertThat(new PaperId("arxiv:1")).isLessThan(new PaperId("own:1"));
    }
}
