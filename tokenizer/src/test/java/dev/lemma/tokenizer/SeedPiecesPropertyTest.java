package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedPiecesPropertyTest {
    private static final String[] CHARACTERS = {"a", "b", "c", " ", "é", "è", "学", "字", "🙂"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheRepeatedSubstringsThatNoLongerOneReplaces(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int maxLength : new int[] {1, 2, 4, 100}) {
            Map<String, Integer> units = new LinkedHashMap<>();
            for (int u = 0; u < 20; u++) {
                StringBuilder unit = new StringBuilder();
                int length = random.nextInt(1, 9);
                for (int i = 0; i < length; i++) {
                    unit.append(CHARACTERS[random.nextInt(1 + random.nextInt(CHARACTERS.length))]);
                }
                units.merge(unit.toString(), random.nextInt(1, 4), Integer::sum);
            }
            String what = "seed " + seed + ", units " + units;
            SeedPieces seeds = SeedPieces.of(counts(units), true, maxLength, Integer.MAX_VALUE);
            assertThat(asMap(seeds)).as(what).isEqualTo(expected(units, maxLength));
            inOrder(seeds.pieces());
        }
    }

    private static ByteStringCounts counts(Map<String, Integer> units) {
        ByteStringCounts counts = new ByteStringCounts();
        units.forEach((unit, count) -> {
            byte[] bytes = TrainingTestTexts.utf8(unit);
            counts.add(bytes, 0, bytes.length, count);
        });
        return counts;
    }

    private static Map<String, Long> asMap(SeedPieces seeds) {
        Map<String, Long> map = new TreeMap<>();
        for (int p = 0; p < seeds.pieces().size(); p++) {
            map.put(TrainingTestTexts.utf8(seeds.pieces().bytes(p)), seeds.frequency(p));
        }
        return map;
    }

    private static void inOrder(PieceSet pieces) {
        for (int p = 1; p < pieces.size(); p++) {
            assertThat(Arrays.compareUnsigned(pieces.bytes(p - 1), pieces.bytes(p)))
                    .isNegative();
        }
    }

    /// All characters, and substrings of two or more that occur twice and are followed by different things
    /// (the end of a unit is one thing more each time).
    private static Map<String, Long> expected(Map<String, Integer> units, int maxLength) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, Set<String>> followers = new HashMap<>();
        units.forEach((unit, count) -> {
            int[] c = unit.codePoints().toArray();
            for (int i = 0; i < c.length; i++) {
                for (int j = i + 1; j <= c.length; j++) {
                    String s = new String(c, i, j - i);
                    counts.merge(s, (long) count, Long::sum);
                    followers.computeIfAbsent(s, k -> new HashSet<>()).add(j == c.length ? "end" : new String(c, j, 1));
                }
            }
        });
        Map<String, Long> expected = new TreeMap<>();
        counts.forEach((s, count) -> {
            int length = s.codePointCount(0, s.length());
            Set<String> after = followers.getOrDefault(s, Set.of());
            boolean branches = after.size() > 1 || after.contains("end");
            if (length == 1 || length <= maxLength && count > 1 && branches) {
                expected.put(s, count);
            }
        });
        return expected;
    }

    @Test
    void keepsTheBestByFrequencyTimesLength() {
        // "ab" 5 * 2 = 10, "abc" 3 * 3 = 9, "bc" is always after a.
        SeedPieces seeds = SeedPieces.of(counts(Map.of("abc", 3, "ab", 2)), true, 16, 1);
        assertThat(asMap(seeds)).isEqualTo(Map.of("a", 5L, "b", 5L, "c", 3L, "ab", 5L));
    }

    @Test
    void takesBytesWhereTheyAreNoCharacters() {
        ByteStringCounts units = new ByteStringCounts();
        units.add(new byte[] {0, (byte) 0xff, 0, (byte) 0xff}, 0, 4, 1);
        units.add(new byte[] {'x'}, 0, 1, 0);
        SeedPieces seeds = SeedPieces.of(units, false, 16, 100);
        Map<String, Long> found = new TreeMap<>();
        for (int p = 0; p < seeds.pieces().size(); p++) {
            found.put(TrainingTestTexts.latin1(seeds.pieces().bytes(p)), seeds.frequency(p));
        }
        assertThat(found).isEqualTo(Map.of("\0", 2L, "\u00ff", 2L, "\0\u00ff", 2L, "x", 0L));
    }
}
