package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoriesTest {
    @ParameterizedTest
    @CsvSource({
        "cs.LG, cs.LG", "CS.lg, cs.LG", "cs.NA, math.NA", "math.NA, math.NA", "math.MP, math-ph", "stat.TH, math.ST",
        "math.IT, cs.IT", "q-fin.EC, econ.GN", "cs.SY, eess.SY", "cmp-lg, cs.CL", "alg-geom, math.AG", "q-alg, math.QA",
        "dg-ga, math.DG", "supr-con, cond-mat.supr-con", "hep-th, hep-th", "68T07, 68T07",
                "COND-MAT.mtrl-SCI, cond-mat.mtrl-sci"
    })
    void resolvesAliases(String code, String canonical) {
        assertThat(Categories.canonical(code)).isEqualTo(canonical);
        assertThat(Categories.canonical(canonical)).isEqualTo(canonical);
    }

    @Test
    void knowsCodesAndNames() {
        assertThat(Categories.isKnown("cs.NA")).isTrue();
        assertThat(Categories.isKnown("I.2.7")).isFalse();
        assertThat(Categories.name("cs.LG", "en")).isEqualTo("Machine Learning");
        assertThat(Categories.name("cs.LG", "zh-CN")).isEqualTo("机器学习");
        assertThat(Categories.name("cs.SY", "en")).isEqualTo("Systems and Control");
        assertThat(Categories.name("x.YZ", "en")).isEqualTo("x.YZ");
    }

    @Test
    void groupsHoldEachCodeOnce() {
        assertThat(Categories.groups())
                .extracting(Categories.Group::code)
                .containsExactly("cs", "econ", "eess", "math", "physics", "q-bio", "q-fin", "stat");
        List<String> codes = Categories.groups().stream()
                .flatMap(group -> group.categories().stream())
                .toList();
        assertThat(codes)
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(Categories.codes())
                .hasSizeGreaterThan(145);
        assertThat(codes).allSatisfy(code -> {
            assertThat(Categories.canonical(code)).isEqualTo(code);
            assertThat(Categories.name(code, "zh")).isNotBlank().isNotEqualTo(Categories.name(code, "en"));
        });
        assertThat(Categories.groups().getFirst().name("zh")).isEqualTo("计算机科学");
    }

    @Test
    void picksCodesOutOfWhatStandsThere() {
        assertThat(Categories.codesOf(List.of("cs.CV", "68T07, 68U10", "cs.CV, cs.MM", "eess.SY cs.SY", "I.2; I.4")))
                .containsExactly("cs.CV", "cs.MM", "eess.SY");
        assertThat(Categories.ofSubject("Mathematics - Numerical Analysis")).contains("math.NA");
        assertThat(Categories.ofSubject("Nonlinear Sciences - Chaotic Dynamics"))
                .contains("nlin.CD");
        assertThat(Categories.ofSubject("Statistics - Machine Learning")).contains("stat.ML");
        assertThat(Categories.ofSubject("High Energy Physics - Theory")).contains("hep-th");
    }
}
