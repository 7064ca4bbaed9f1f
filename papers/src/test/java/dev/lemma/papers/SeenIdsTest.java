package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
    @Test
    void anIdIsNewOnce() {
        SeenIds seen = new SeenIds();
        assertThat(seen.add("arxiv:2404.19756")).isTrue();
        assertThat(seen.add("arxiv:2404.19756")).isFalse();
        assertThat(seen.add("")).isTrue();
        assertThat(seen.add("")).isFalse();
    }

    @Test
    void keepsAllWhileItGrows() {
        SeenIds seen = new SeenIds();
        int count = 300_000;
        for (int i = 0; i < count; i++) {
            assertThat(seen.add(id(i))).as("id %d is new", i).isTrue();
        }
        for (int i = 0; i < count; i++) {
            assertThat(seen.add(id(i))).as("id %d is known", i).isFalse();
        }
    }

    @Test
    void agreesWithASet() {
        long seed = 20_261_124;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        SeenIds seen = new SeenIds();
        Set<String> model = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            String id = id(random.nextInt(20_000));
            assertThat(seen.add(id)).as("seed %d, step %d, %s", seed, i, id).isEqualTo(model.add(id));
        }
    }

    private static String id(int i) {
        return "arxiv:%04d.%05d".formatted(i / 1_000, i % 1_000);
    }
}
