package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgramCountsPropertyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void countsAsTheDefinitionSays(int order) {
        SplittableRandom random = new SplittableRandom(order);
        try (TrainingPool pool = new TrainingPool(2, TrainingListener.NONE)) {
            NgramCounts counts = new NgramCounts(order, 1 << 20, pool);
            Map<String, Long> expected = new TreeMap<>();
            for (int batch = 0; batch < 3; batch++) {
                byte[][] texts = new byte[5][];
                for (int t = 0; t < texts.length; t++) {
                    texts[t] = TrainingTestTexts.bytes(random.nextInt(0, 200), 8, random);
                    count(texts[t], order, expected);
                }
                counts.add(texts.length, (b, receiver) -> receiver.part(texts[b], 0, texts[b].length));
            }
            counts.complete();
            assertThat(counts.forgotten()).isZero();
            expected.forEach((ngram, count) ->
                    assertThat(counts.count(key(ngram))).as("order %d", order).isEqualTo(count));
            for (int k = 0; k < 500; k++) {
                String other =
                        TrainingTestTexts.latin1(TrainingTestTexts.bytes(random.nextInt(1, order + 1), 8, random));
                assertThat(counts.count(key(other))).isEqualTo(expected.getOrDefault(other, 0L));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsShortCountsExactWhenLongOnesAreForgotten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (TrainingPool pool = new TrainingPool(2, TrainingListener.NONE)) {
            NgramCounts counts = new NgramCounts(6, 2_000, pool);
            Map<String, Long> expected = new TreeMap<>();
            for (int batch = 0; batch < 4; batch++) {
                byte[] text = new byte[3_000];
                for (int i = 0; i < text.length; i++) {
                    text[i] = (byte) random.nextInt(1 + random.nextInt(20));
                }
                count(text, 6, expected);
                counts.add(1, (b, receiver) -> receiver.part(text, 0, text.length));
            }
            counts.complete();
            assertThat(counts.forgotten()).isPositive();
            int lost = 0;
            for (Map.Entry<String, Long> e : expected.entrySet()) {
                long actual = counts.count(key(e.getKey()));
                assertThat(actual).as("seed %d", seed).isLessThanOrEqualTo(e.getValue());
                lost += actual < e.getValue() ? 1 : 0;
                if (e.getKey().length() <= 2) {
                    assertThat(actual).as("seed %d", seed).isEqualTo(e.getValue());
                }
            }
            assertThat(lost).isPositive();
        }
    }

    private static void count(byte[] text, int order, Map<String, Long> counts) {
        String s = TrainingTestTexts.latin1(text);
        for (int i = 0; i < s.length(); i++) {
            for (int n = 1; n <= order && i + n <= s.length(); n++) {
                counts.merge(s.substring(i, i + n), 1L, Long::sum);
            }
        }
    }

    private static long key(String ngram) {
        long bytes = 0;
        for (int i = 0; i < ngram.length(); i++) {
            bytes = bytes << 8 | ngram.charAt(i);
        }
        return NgramCounts.key(bytes, ngram.length());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tableHoldsWhatAMapHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LongTable table = new LongTable();
        Map<Long, Long> map = new HashMap<>();
        for (int k = 0; k < 5_000; k++) {
            long key = random.nextLong(1, 3_000) << random.nextInt(40);
            table.add(key, k);
            map.merge(key, (long) k, Long::sum);
        }
        assertThat(table.size()).as("seed %d", seed).isEqualTo(map.size());
        map.forEach((key, value) -> assertThat(table.value(table.find(key))).isEqualTo(value));
        for (long key : List.of(3_001L << 41, Long.MAX_VALUE)) {
            assertThat(table.find(key)).isEqualTo(-1);
        }
    }
}
