package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameWorkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Attention Is All You Need | attention is all you need
            Attention Is All You Need | Attention is all you need.
            Pre-training of Deep Nets | Pretraining of Deep Nets
            Schrödinger's Cat | Schrodinger’s cat
            Über Sätze | UBER SATZE
            GAN: A Survey | GAN -- a survey
            ﬁne tuning | Fine Tuning
            ΑΒΓ theory | αβγ theory
            """)
    void sameTitles(String one, String other) {
        assertThat(SameWork.titleKey(one)).isEqualTo(SameWork.titleKey(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Attention Is All You Need | Attention Is Not All You Need
            Part I | Part II
            深度学习 | 深度学習
            """)
    void otherTitles(String one, String other) {
        assertThat(SameWork.titleKey(one)).isNotEqualTo(SameWork.titleKey(other));
    }

    @ParameterizedTest
    @CsvSource({
        "Jürgen Schmidhuber, J. Schmidhuber, true",
        "Jürgen Schmidhuber, Jurgen Schmidhuber, true",
        "J. Schmidhuber, K. Schmidhuber, false",
        "Schmidhuber, Schmidhuber, true",
        "Donald E. Knuth, Donald Knuth, true",
        "DONALD KNUTH, donald knuth, true",
        "Wei Li, Wei Liu, false",
        "李伟, 李伟, true"
    })
    void persons(String one, String other, boolean same) {
        assertThat(SameWork.shareAuthor(List.of(one), List.of("A. N. Other", other)))
                .isEqualTo(same);
        assertThat(SameWork.shareAuthor(List.of("A. N. Other", other), List.of(one)))
                .isEqualTo(same);
    }

    @Test
    void withoutAuthorsNothingIsShared() {
        assertThat(SameWork.shareAuthor(List.of(), List.of())).isFalse();
        assertThat(SameWork.shareAuthor(List.of(), List.of("A"))).isFalse();
        assertThat(SameWork.shareAuthor(List.of("A"), List.of())).isFalse();
    }

    @Test
    void namesOfSignsAloneAreNoMatter() {
        assertThat(SameWork.shareAuthor(List.of("\u0301", " ", "x\u0301 "), List.of("\u0301 \u0301")))
                .isIn(true, false);
    }
}
