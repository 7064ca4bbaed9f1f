package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArxivIdTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2404.19756 | 2404.19756
            2404.19756v1 | 2404.19756
            2404.19756v12 | 2404.19756
            0704.0001 | 0704.0001
            1412.9999v2 | 1412.9999
            hep-th/9901001 | hep-th/9901001
            hep-th/9901001v3 | hep-th/9901001
            math.GT/0309136 | math/0309136
            math.GT/0309136v1 | math/0309136
            cs/0001001 | cs/0001001
            arXiv:2404.19756 | 2404.19756
            ARXIV: 2404.19756v2 | 2404.19756
            arXiv:2404.19756v2 [cs.LG] | 2404.19756
            arXiv:math/0309136v1 [math.GT] | math/0309136
            arxiv.org/abs/2404.19756 | 2404.19756
            http://arxiv.org/abs/2404.19756v3 | 2404.19756
            https://arxiv.org/pdf/2404.19756 | 2404.19756
            https://arxiv.org/pdf/2404.19756v2.pdf | 2404.19756
            https://arxiv.org/pdf/hep-th/9901001.pdf | hep-th/9901001
            https://www.arxiv.org/html/2404.19756v1#S2 | 2404.19756
            https://export.arxiv.org/abs/2404.19756?context=cs | 2404.19756
            https://ar5iv.labs.arxiv.org/html/2404.19756 | 2404.19756
            https://arxiv.org/format/2404.19756 | 2404.19756
            https://arxiv.org/e-print/2404.19756 | 2404.19756
            https://papers.cool/arxiv/2404.19756 | 2404.19756
            /arxiv/2404.19756 | 2404.19756
            https://doi.org/10.48550/arXiv.2404.19756 | 2404.19756
            https://dx.doi.org/10.48550/ARXIV.2404.19756 | 2404.19756
            doi:10.48550/arXiv.2404.19756 | 2404.19756
            10.48550/arXiv.2404.19756 | 2404.19756
            10.48550/arXiv.hep-th/9901001 | hep-th/9901001
            oai:arXiv.org:2404.19756 | 2404.19756
            oai:arXiv.org:hep-th/9901001 | hep-th/9901001
            """)
    void findsTheIdentifier(String text, String id) {
        assertThat(ArxivId.parse(text)).contains(new ArxivId(id));
        assertThat(ArxivId.parse("  " + text + "\n")).contains(new ArxivId(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "2404",
                "2404.1",
                "2404.197567",
                "2413.19756",
                "2400.19756",
                "12404.19756",
                "x2404.19756",
                "2404.19756 and more",
                "2404.19756v",
                "2404.19756v1234",
                "2404,19756",
                "hep-th/99010",
                "hep-th/9913001",
                "HEP-TH/9901001",
                "hep-th/9901001/x",
                "math.GTX/0309136",
                "10.1000/182",
                "10.48550/other.2404.19756",
                "https://arxiv.org/list/cs.LG/recent",
                "https://arxiv.org/",
                "https://example.org/abs/2404.19756",
                "javascript:2404.19756",
                "2404.19756\u0000",
                "2404.19756\nx",
                "2404.19756/../../etc/passwd",
                "２４０４.19756",
                "<script>2404.19756</script>"
            })
    void leavesEverythingElseAlone(String text) {
        assertThat(ArxivId.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "-", ".", "arxiv.org/abs/", "x.arxiv.org", "1"})
    void longTextsEndAtOnce(String part) {
        assertThat(ArxivId.parse(part.repeat(100_000))).isEmpty();
        assertThat(ArxivId.parse(part.repeat(299 / part.length()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0704.0001, 200704",
        "2404.19756, 202404",
        "9912.00001, 199912",
        "hep-th/9108001, 199108",
        "math/0309136, 200309"
    })
    void knowsItsMonth(String id, int month) {
        assertThat(new ArxivId(id).yearMonth()).isEqualTo(month);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2404.19756v1", "arXiv:2404.19756", "math.GT/0309136", "", "2404.19756 "})
    void isWithoutVersionAndPrefix(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ArxivId(value))
                .withMessageContaining("not an arXiv id: '" + value + "'")
                .withMessageContaining("expected the form 2404.19756");
    }
}
