package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedCountsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void countsAsAMapDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Long> expected = new HashMap<>();
        ShardedCounts counts = new ShardedCounts(1 << 20, 0);
        try (TrainingPool pool = new TrainingPool(3, TrainingListener.NONE)) {
            for (int batch = 0; batch < 3; batch++) {
                List<ByteStringCounts> blocks = new ArrayList<>();
                for (int b = 0; b < 4; b++) {
                    ByteStringCounts block = new ByteStringCounts();
                    for (int k = 0; k < 300; k++) {
                        byte[] string = TrainingTestTexts.bytes(random.nextInt(0, 20), 2, random);
                        block.add(string, 0, string.length, k);
                        expected.merge(TrainingTestTexts.latin1(string), (long) k, Long::sum);
                    }
                    blocks.add(block);
                }
                counts.merge(blocks, pool);
            }
        }
        assertThat(asMap(counts.all())).as("seed %d", seed).isEqualTo(expected);
        assertThat(counts.size()).isEqualTo(expected.size());
        assertThat(counts.forgotten()).isZero();
    }

    private static Map<String, Long> asMap(ByteStringCounts counts) {
        Map<String, Long> map = new HashMap<>();
        for (int e = 0; e < counts.size(); e++) {
            map.put(TrainingTestTexts.latin1(counts.string(e)), counts.count(e));
            assertThat(counts.find(counts.string(e))).isEqualTo(e);
        }
        return map;
    }

    @Test
    void forgetsTheRarestAndOfTheseTheSameForTheSameSeed() {
        Map<String, Long> first = forgetful(7);
        assertThat(forgetful(7)).isEqualTo(first);
        assertThat(forgetful(8)).isNotEqualTo(first);
        assertThat(first).hasSizeBetween(100, 700);
        for (int k = 0; k < 50; k++) {
            assertThat(first).containsEntry("frequent" + k, 5L);
        }
    }

    /// 50 strings that occur 5 times and 2,000 that occur once, in room for about 600.
    private static Map<String, Long> forgetful(long seed) {
        ShardedCounts counts = new ShardedCounts(20_000, seed);
        try (TrainingPool pool = new TrainingPool(2, TrainingListener.NONE)) {
            for (int batch = 0; batch < 5; batch++) {
                ByteStringCounts block = new ByteStringCounts();
                for (int k = 0; k < 50; k++) {
                    byte[] string = TrainingTestTexts.utf8("frequent" + k);
                    block.add(string, 0, string.length, batch == 0 ? 5 : 0);
                }
                for (int k = 0; k < 400; k++) {
                    byte[] string = TrainingTestTexts.utf8("rare" + batch + "/" + k);
                    block.add(string, 0, string.length, 1);
                }
                counts.merge(List.of(block), pool);
            }
        }
        assertThat(counts.forgotten()).isGreaterThan(1_000);
        return asMap(counts.all());
    }
}
