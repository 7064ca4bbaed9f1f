package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenuesTest {
    @ParameterizedTest
    @CsvSource({
        "nips, NeurIPS",
        "NIPS, NeurIPS",
        "neurips, NeurIPS",
        "NeurIPS, NeurIPS",
        "iclr, ICLR",
        "ICLR, ICLR",
        "corl, CoRL",
        "CoRL, CoRL",
        "automl, AutoML",
        "3dv, 3DV",
        "INTERSPEECH, Interspeech",
        "siggraph asia, SIGGRAPHAsia",
        "findings, Findings",
        "MonatshMath, MonatshMath",
        "ac-l 2022!, ACL2022",
        "'', ''",
        "会议, ''"
    })
    void spellsShortNames(String name, String canonical) {
        assertThat(Venues.canonical(name)).isEqualTo(canonical);
        assertThat(Venues.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Advances in Neural Information Processing Systems 30 | NeurIPS
            Proceedings of the 35th International Conference on Machine Learning, ICML 2018 | ICML
            Proc. ICML 2018 | ICML
            ICML | ICML
            Asian Conference on Machine Learning | ACML
            International Conference on Learning Representations | ICLR
            6th International Conference on Learning Representations, ICLR 2018, Vancouver | ICLR
            2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR) | CVPR
            European Conference on Computer Vision | ECCV
            IEEE International Conference on Computer Vision | ICCV
            Annual Meeting of the Association for Computational Linguistics | ACL
            North American Chapter of the Association for Computational Linguistics: Human Language Technologies | NAACL
            NAACL-HLT | NAACL
            Journal of Machine Learning Research | JMLR
            Robotics: Science and Systems XIV | RSS
            NIPS'17 | NeurIPS
            """)
    void recognisesProceedings(String title, String venue) {
        assertThat(Venues.recognise(title)).contains(venue);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "Nature",
                "NeurIPS 2019 Workshop on Machine Learning for Creativity",
                "Companion Proceedings of the Web Conference",
                "ICML Tutorial",
                "International Conference on Machine Learning and Applications",
                "International Conference on Computer Vision Theory and Applications",
                "A study of what ICML reviewers write",
                "Oracle"
            })
    void isSilentWhenUnsure(String title) {
        assertThat(Venues.recognise(title)).isEmpty();
    }

    @Test
    void longTitlesAreNoVenues() {
        assertThat(Venues.recognise("ICML " + "x ".repeat(100_000))).isEmpty();
    }
}
