package dev.lemma.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrecMeasuresTest {
    /// Sums of at most 1,000 terms of at most 1 in double precision.
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void handComputed() {
        // Gains 0 2 0 1; ideal 2 1 1 over a, b, c.
        TrecMeasures measures =
                TrecMeasures.of(List.of("x", "a", "y", "b"), Map.of("a", 2, "b", 1, "c", 1, "d", 0, "e", -1));
        double dcg = 2 / log2(3) + 1 / log2(5);
        double ideal = 2 + 1 / log2(3) + 1 / log2(4);
        assertThat(measures.ndcg10()).isCloseTo(dcg / ideal, EXACT);
        assertThat(measures.averagePrecision()).isCloseTo((1 / 2.0 + 2 / 4.0) / 3, EXACT);
        assertThat(measures.recall100()).isCloseTo(2 / 3.0, EXACT);
        assertThat(measures.p10()).isCloseTo(0.2, EXACT);
    }

    @Test
    void perfectAndEmpty() {
        assertThat(TrecMeasures.of(List.of("a", "b"), Map.of("a", 3, "b", 1)))
                .isEqualTo(new TrecMeasures(1, 1, 1, 0.2));
        assertThat(TrecMeasures.of(List.of(), Map.of("a", 1))).isEqualTo(new TrecMeasures(0, 0, 0, 0));
    }

    @Test
    void cutsAtTenAHundredAndAThousand() {
        Map<String, Integer> judgements = Map.of("d10", 1, "d11", 1, "d100", 1, "d101", 1, "d1000", 1, "d1001", 1);
        List<String> ranking =
                IntStream.rangeClosed(1, 1_100).mapToObj(i -> "d" + i).toList();
        TrecMeasures measures = TrecMeasures.of(ranking, judgements);
        assertThat(measures.p10()).isCloseTo(0.1, EXACT);
        assertThat(measures.recall100()).isCloseTo(3 / 6.0, EXACT);
        assertThat(measures.averagePrecision())
                .isCloseTo((1 / 10.0 + 2 / 11.0 + 3 / 100.0 + 4 / 101.0 + 5 / 1000.0) / 6, EXACT);
        double ideal =
                IntStream.rangeClosed(1, 6).mapToDouble(i -> 1 / log2(i + 1)).sum();
        assertThat(measures.ndcg10()).isCloseTo(1 / log2(11) / ideal, EXACT);
    }

    @Test
    void idealHasTenDocumentsAtMost() {
        List<String> ranking =
                IntStream.rangeClosed(1, 10).mapToObj(i -> "d" + i).toList();
        Map<String, Integer> judgements = new HashMap<>();
        IntStream.rangeClosed(1, 20).forEach(i -> judgements.put("d" + i, 1));
        TrecMeasures measures = TrecMeasures.of(ranking, judgements);
        assertThat(measures.ndcg10()).isCloseTo(1, EXACT);
        assertThat(measures.recall100()).isCloseTo(0.5, EXACT);
        assertThat(measures.averagePrecision()).isCloseTo(0.5, EXACT);
    }

    @Test
    void repeatedDocumentsCountWhereTheyCameFirst() {
        Map<String, Integer> judgements = Map.of("a", 1, "b", 1);
        assertThat(TrecMeasures.of(List.of("a", "a", "x", "a", "b"), judgements))
                .isEqualTo(TrecMeasures.of(List.of("a", "x", "b"), judgements));
        List<String> repeated = new ArrayList<>();
        IntStream.range(0, 2_000).forEach(i -> repeated.add("x" + i / 2));
        assertThat(TrecMeasures.counted(repeated)).hasSize(1_000).endsWith("x999");
    }

    @Test
    void meansAreOverQueriesWithARelevantDocument() {
        Map<String, Map<String, Integer>> judgements =
                Map.of("1", Map.of("a", 1), "2", Map.of("a", 1), "3", Map.of("a", 0, "b", -2));
        EvaluationResult result = TrecMeasures.mean("test", Map.of("1", List.of("a"), "3", List.of("a")), judgements);
        assertThat(result).isEqualTo(new EvaluationResult("test", 0.5, 0.5, 0.5, 0.05, 2));
    }

    @Test
    void noRelevantDocument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrecMeasures.of(List.of("a"), Map.of("a", 0)))
                .withMessage("judgements have no relevant document");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrecMeasures.mean("test", Map.of(), Map.of("1", Map.of("a", -1))))
                .withMessage("judgements of test have no relevant document");
    }

    @Test
    void jsonHasFourDigits() {
        assertThat(new EvaluationResult("a\"b", 0.48634, 1, 2 / 3.0, 0, 35).toJson())
                .isEqualTo("{\"collection\":\"a\\\"b\",\"ndcg10\":0.4863,\"map\":1.0000,\"recall100\":0.6667,"
                        + "\"p10\":0.0000,\"queries\":35}");
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }
}
