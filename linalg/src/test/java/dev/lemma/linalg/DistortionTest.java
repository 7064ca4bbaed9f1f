package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistortionTest {
    private final WorkerPool pool = new WorkerPool(3);

    @AfterAll
    void close() {
        pool.close();
    }

    @Test
    void ratiosOfKnownPoints() {
        // Distances 3, 4, 5 become 3, 2, sqrt(13): squared ratios 1, 1/4, 13/25.
        float[] before = {0, 0, 3, 0, 0, 4};
        float[] after = {0, 0, 3, 0, 0, 2};
        Distortion distortion = Distortion.ofAllPairs(3, 2, before, 2, after, pool);
        assertThat(distortion.pairs()).isEqualTo(3);
        assertThat(distortion.isOfAllPairs()).isTrue();
        assertThat(distortion.leastRatio()).isEqualTo(0.25);
        assertThat(distortion.greatestRatio()).isEqualTo(1);
        assertThat(distortion.largest()).isEqualTo(0.75);
        assertThat(distortion.largestOfDistances()).isEqualTo(0.5);
        assertThat(distortion.quantile(0)).isLessThan(0.001);
        assertThat(distortion.quantile(0.5)).isEqualTo(0.48, within(0.001));
        assertThat(distortion.quantile(1)).isEqualTo(0.75);
    }

    @Test
    void pairsWithoutADistanceAreLeftOut() {
        Distortion distortion = Distortion.ofAllPairs(3, 1, new float[] {1, 1, 2}, 1, new float[] {5, 5, 6}, pool);
        assertThat(distortion.pairs()).isEqualTo(2);
        assertThat(distortion.largest()).isZero();
        assertThat(Distortion.ofAllPairs(2, 1, new float[2], 1, new float[2], pool)
                        .largest())
                .isZero();
    }

    @Test
    void aLargeFactorIsCountedBeyondTheBins() {
        Distortion distortion = Distortion.ofAllPairs(2, 1, new float[] {0, 1}, 1, new float[] {0, 10}, pool);
        assertThat(distortion.largest()).isEqualTo(99);
        assertThat(distortion.quantile(0.5)).isEqualTo(99);
    }

    @Test
    void aSampleIsTheSameWithAnyNumberOfThreads() {
        float[] before = normal(300, 20, 1);
        float[] after = normal(300, 10, 2);
        Distortion three = Distortion.ofSampledPairs(300, 20, before, 10, after, 40_000, 9, pool);
        try (WorkerPool alone = new WorkerPool(1)) {
            Distortion one = Distortion.ofSampledPairs(300, 20, before, 10, after, 40_000, 9, alone);
            assertThat(one.leastRatio()).isEqualTo(three.leastRatio());
            assertThat(one.greatestRatio()).isEqualTo(three.greatestRatio());
            assertThat(one.quantile(0.3)).isEqualTo(three.quantile(0.3));
        }
        assertThat(three.pairs()).isEqualTo(40_000);
        assertThat(three.isOfAllPairs()).isFalse();
        Distortion all = Distortion.ofAllPairs(300, 20, before, 10, after, pool);
        assertThat(all.pairs()).isEqualTo(300 * 299 / 2);
        assertThat(three.largest()).isLessThanOrEqualTo(all.largest());
        assertThat(three.quantile(0.5)).isEqualTo(all.quantile(0.5), within(0.02));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 31, 32, 33, 64, 65, 127, 200})
    void theCurveIsTheDistortionAtEachNumberOfDimensions(int n) {
        int inputs = 37;
        int outputs = 26;
        float[] before = normal(n, inputs, n);
        List<float[]> after = List.of(normal(n, outputs, n + 1), normal(n, outputs, n + 2));
        DistortionCurve curve = DistortionCurve.of(n, inputs, before, outputs, after, 4, pool);
        assertThat(curve.places()).isEqualTo(7);
        for (int p = 0; p < 2; p++) {
            for (int place = 0; place < curve.places(); place++) {
                int m = curve.dimensions(place);
                assertThat(m).isEqualTo(Math.min(26, 4 * (place + 1)));
                float[] first = new float[n * m];
                float scale = (float) Math.sqrt((double) outputs / m);
                for (int i = 0; i < n; i++) {
                    for (int c = 0; c < m; c++) {
                        first[i * m + c] = scale * after.get(p)[i * outputs + c];
                    }
                }
                double expected =
                        Distortion.ofAllPairs(n, inputs, before, m, first, pool).largest();
                assertThat(curve.largest(p, place)).isEqualTo(expected, within(1e-5 * (1 + expected)));
            }
        }
    }

    @Test
    void aCurveHoldsFromWhereItStaysBelow() {
        // Two points at squared distance 4; sums of squares 3, 4, 8, 8 times 4/m: ratios 3, 2, 8/3, 2.
        float[] before = {0, 0, 0, 0, 1, 1, 1, 1};
        float[] after = {0, 0, 0, 0, (float) Math.sqrt(3), 1, 2, 0};
        DistortionCurve curve = DistortionCurve.of(2, 4, before, 4, List.of(after), 1, pool);
        assertThat(curve.largest(0, 0)).isEqualTo(2, within(1e-6));
        assertThat(curve.largest(0, 1)).isEqualTo(1, within(1e-6));
        assertThat(curve.largest(0, 2)).isEqualTo(5 / 3.0, within(1e-6));
        assertThat(curve.largest(0, 3)).isEqualTo(1, within(1e-6));
        assertThat(curve.holdsFrom(0, 0.9)).isEmpty();
        assertThat(curve.holdsFrom(0, 1.001)).hasValue(4);
        assertThat(curve.holdsFrom(0, 1.7)).hasValue(2);
        assertThat(curve.holdsFrom(0, 2.5)).hasValue(1);
    }

    @Test
    void wrongInputIsRefused() {
        float[] two = new float[2];
        float[] bad = {Float.NaN, 1};
        assertThatThrownBy(() -> Distortion.ofAllPairs(1, 1, two, 1, two, pool)).hasMessage("n = 1, not at least 2");
        assertThatThrownBy(() -> Distortion.ofAllPairs(3, 1, two, 1, two, pool))
                .hasMessage("lengths of before and after = 2, 2, not at least 3, 3");
        assertThatThrownBy(() -> Distortion.ofAllPairs(2, 1, bad, 1, two, pool)).hasMessageContaining("not finite");
        assertThatThrownBy(() -> Distortion.ofAllPairs(2, 1, new float[] {0, 1}, 1, bad, pool))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> Distortion.ofSampledPairs(2, 1, two, 1, two, 0, 1, pool))
                .hasMessage("sampled = 0, not at least 1");
        assertThatThrownBy(() -> DistortionCurve.of(2, 1, bad, 1, List.of(two), 1, pool))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> DistortionCurve.of(2, 1, new float[] {0, 1}, 1, List.of(bad), 1, pool))
                .hasMessageContaining("not finite");
        assertThatThrownBy(() -> DistortionCurve.of(2, 1, two, 1, List.of(two), 0, pool))
                .hasMessage("step = 0, not at least 1");
        assertThatThrownBy(() -> Distortion.ofAllPairs(2, 1, new float[] {0, 1}, 1, two, pool)
                        .quantile(1.5))
                .hasMessage("share = 1.5, not in [0, 1]");
    }

    private static float[] normal(int n, int width, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n * width];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
