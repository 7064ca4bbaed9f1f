package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Heap and linked list against the definition: look for the best pair, join it, begin again.
class BpePropertyTest {
    private static final int[] SIZES = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 257};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mergesAsTheDefinitionSays(boolean byId) {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> pieces = new ArrayList<>();
            List<int[]> merges = new ArrayList<>();
            BpeTokenizer.Builder builder = BpeTokenizerTest.bytes(SplitPattern.GPT2);
            for (int b = 0; b < 256; b++) {
                pieces.add(new byte[] {(byte) b});
            }
            while (pieces.size() < 256 + 20) {
                int left = pick(random, pieces);
                int right = pick(random, pieces);
                byte[] joined = join(pieces.get(left), pieces.get(right));
                if (joined.length <= 12 && pieces.stream().noneMatch(p -> Arrays.equals(p, joined))) {
                    builder.add(joined, PieceKind.NORMAL);
                    if (!byId) {
                        builder.merge(left, right, pieces.size());
                    }
                    merges.add(new int[] {left, right});
                    pieces.add(joined);
                }
            }
            BpeTokenizer tokenizer = (byId ? builder.mergeById() : builder).build();
            for (int size : SIZES) {
                byte[] word = new byte[size];
                for (int i = 0; i < size; i++) {
                    word[i] = (byte) ('a' + random.nextInt(3));
                }
                assertThat(tokenizer.encode(word))
                        .as("seed %d, size %d", seed, size)
                        .containsExactly(naive(word, pieces, merges, byId));
                assertThat(tokenizer.decodeToBytes(tokenizer.encode(word))).isEqualTo(word);
            }
        }
    }

    private static int pick(SplittableRandom random, List<byte[]> pieces) {
        return random.nextInt(3) == 0 && pieces.size() > 256
                ? random.nextInt(256, pieces.size())
                : 'a' + random.nextInt(3);
    }

    private static int[] naive(byte[] word, List<byte[]> pieces, List<int[]> merges, boolean byId) {
        if (byId) {
            for (int id = 0; id < pieces.size(); id++) {
                if (Arrays.equals(pieces.get(id), word)) {
                    return new int[] {id};
                }
            }
        }
        List<Integer> symbols = new ArrayList<>();
        for (byte b : word) {
            symbols.add(b & 0xFF);
        }
        while (true) {
            int best = Integer.MAX_VALUE;
            int at = -1;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                int rank = rank(symbols.get(i), symbols.get(i + 1), pieces, merges, byId);
                if (rank < best) {
                    best = rank;
                    at = i;
                }
            }
            if (at < 0) {
                return symbols.stream().mapToInt(Integer::intValue).toArray();
            }
            symbols.set(at, 256 + best);
            symbols.subList(at + 1, at + 2).clear();
        }
    }

    private static int rank(int left, int right, List<byte[]> pieces, List<int[]> merges, boolean byId) {
        byte[] joined = join(pieces.get(left), pieces.get(right));
        for (int rank = 0; rank < merges.size(); rank++) {
            boolean found = byId
                    ? Arrays.equals(pieces.get(256 + rank), joined)
                    : merges.get(rank)[0] == left && merges.get(rank)[1] == right;
            if (found) {
                return rank;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static byte[] join(byte[] left, byte[] right) {
        byte[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }
}
