package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuffixArrayPropertyTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ordersSuffixesAndMeasuresPrefixesAsTheDefinitionSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int length : new int[] {0, 1, 2, 3, 7, 8, 17, 64, 100, 257, 1025}) {
            for (int alphabet : new int[] {1, 2, 3, 7, 257}) {
                int[] symbols = random.ints(length, 0, alphabet).toArray();
                check(symbols, alphabet, "seed " + seed + ", length " + length + ", alphabet " + alphabet);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 12})
    void copesWithRepetitions(int period) {
        // Periodic texts recurse most deeply and have the longest prefixes.
        int[] symbols = IntStream.range(0, 600).map(i -> 1 + i % period).toArray();
        check(symbols, period + 1, "period " + period);
        int[] fibonacci = fibonacciWord(700);
        check(fibonacci, 3, "Fibonacci word");
    }

    private static int[] fibonacciWord(int length) {
        StringBuilder a = new StringBuilder("1");
        StringBuilder b = new StringBuilder("12");
        while (b.length() < length) {
            StringBuilder next = new StringBuilder(b).append(a);
            a = b;
            b = next;
        }
        return b.chars().limit(length).map(c -> c - '0').toArray();
    }

    private static void check(int[] symbols, int alphabet, String what) {
        SuffixArray suffixes = SuffixArray.of(symbols, alphabet);
        int n = symbols.length;
        int[] expected = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Arrays.compare(symbols, a, n, symbols, b, n))
                .mapToInt(i -> i)
                .toArray();
        int[] actual =
                IntStream.range(0, suffixes.size()).map(suffixes::position).toArray();
        assertThat(actual).as(what).isEqualTo(expected);
        for (int rank = 0; rank < n; rank++) {
            int common = 0;
            if (rank > 0) {
                int a = expected[rank - 1];
                int b = expected[rank];
                while (a + common < n
                        && b + common < n
                        && symbols[a + common] == symbols[b + common]
                        && symbols[a + common] != 0) {
                    common++;
                }
            }
            assertThat(suffixes.lcp(rank)).as("%s, rank %d", what, rank).isEqualTo(common);
        }
    }
}
