package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The model against its reference, on random vocabularies and texts.
class UnigramModelPropertyTest {
    private static final String ASCII = "abc ";
    private static final String WIDE = "aé中😀b";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bytesAgreeWithTheReference(long seed) {
        RandomGenerator random = Models.random(seed);
        for (int round = 0; round < 20; round++) {
            UnigramModel model = Models.bytes(random, random.nextInt(1, 60), ASCII, 7);
            compare(model, random, ASCII, "seed " + seed + ", round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void charactersAgreeWithTheReference(long seed) {
        RandomGenerator random = Models.random(seed);
        for (int round = 0; round < 20; round++) {
            UnigramModel model = Models.characters(random, random.nextInt(2, 40), WIDE, 4);
            compare(model, random, WIDE + "x", "seed " + seed + ", round " + round);
        }
    }

    private static void compare(UnigramModel model, RandomGenerator random, String letters, String where) {
        UnigramReference reference = new UnigramReference(model);
        UnigramWorkspace workspace = model.workspace();
        for (int length : new int[] {0, 1, 2, 3, 4, 8, 33, 257, 1_025}) {
            byte[] text = Models.utf8(Models.word(random, letters, length));
            int[] best = model.viterbi(text, 0, text.length, workspace);
            assertThat(best).as("%s, length %s", where, length).isEqualTo(reference.viterbi(text));
            for (double alpha : new double[] {0, 0.3, 1, 40}) {
                double expected = reference.logPartition(text, alpha);
                assertThat(model.logPartition(text, alpha))
                        .as("%s, length %s, alpha %s", where, length, alpha)
                        .isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
            }
            int[] drawn = model.sampler(0.5).sample(text, 0, text.length, random, workspace);
            int covered = 0;
            for (int id : drawn) {
                covered += model.coveredBytes(text, covered, text.length, id);
            }
            assertThat(covered).as(where).isEqualTo(text.length);
        }
        byte[] small = Models.utf8(Models.word(random, letters, random.nextInt(0, 7)));
        List<Segmentation> all = reference.segmentations(small).stream()
                .sorted(Comparator.comparingDouble(Segmentation::score).reversed())
                .toList();
        assertThat(model.countSegmentations(small)).as(where).isEqualTo(BigInteger.valueOf(all.size()));
        assertThat(Math.exp(model.logPartition(small, 0))).as(where).isCloseTo(all.size(), within(1e-9 * all.size()));
        int k = random.nextInt(1, 30);
        List<Segmentation> nbest = model.nbest(small, k);
        assertThat(nbest).as(where).hasSize(Math.min(k, all.size())).doesNotHaveDuplicates();
        assertThat(all).as(where).containsAll(nbest);
        assertThat(nbest.stream().map(Segmentation::score).toList())
                .as(where)
                .isEqualTo(all.stream().map(Segmentation::score).limit(k).toList());
        assertThat(nbest.getFirst().ids()).as(where).isEqualTo(model.viterbi(small));
    }
}
