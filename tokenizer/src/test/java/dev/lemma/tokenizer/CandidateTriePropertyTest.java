package dev.lemma.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTriePropertyTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knowsItsPiecesAndNoOthers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int size : new int[] {1, 2, 17, 300, 5_000}) {
            Map<String, byte[]> strings = new HashMap<>();
            for (int k = 0; k < size; k++) {
                byte[] piece = new byte[random.nextInt(1, 6)];
                for (int i = 0; i < piece.length; i++) {
                    piece[i] = (byte) random.nextInt(k % 3 == 0 ? 256 : 4);
                }
                strings.put(TrainingTestTexts.latin1(piece), piece);
            }
            PieceSet pieces = PieceSet.of(strings.values().toArray(byte[][]::new));
            CandidateTrie trie = new CandidateTrie(pieces);
            for (int p = 0; p < pieces.size(); p++) {
                assertThat(find(trie, pieces.bytes(p))).as("seed %d", seed).isEqualTo(p);
            }
            for (int k = 0; k < 2_000; k++) {
                byte[] other = new byte[random.nextInt(1, 7)];
                for (int i = 0; i < other.length; i++) {
                    other[i] = (byte) random.nextInt(k % 2 == 0 ? 256 : 5);
                }
                if (!strings.containsKey(TrainingTestTexts.latin1(other))) {
                    assertThat(find(trie, other)).as("seed %d", seed).isEqualTo(-1);
                }
            }
        }
    }

    private static int find(CandidateTrie trie, byte[] bytes) {
        int node = CandidateTrie.ROOT;
        for (byte b : bytes) {
            node = trie.child(node, b);
            if (node < 0) {
                return -1;
            }
        }
        return trie.piece(node);
    }
}
