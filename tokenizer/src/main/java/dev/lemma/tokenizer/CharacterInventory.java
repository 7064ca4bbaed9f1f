package dev.lemma.tokenizer;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The characters that pieces are made of, and how words are cut at the others.
///
/// Immutable once made.
final class CharacterInventory {
    private static final UnicodeScript ANY = UnicodeScript.INHERITED;
    private static final int PROLONGED_SOUND_MARK = 0x30FC;

    private final boolean[] covered = new boolean[Character.MAX_CODE_POINT + 1];
    private final double coverage;
    private final int size;

    private CharacterInventory(List<Integer> characters, double coverage) {
        characters.forEach(c -> covered[c] = true);
        this.coverage = coverage;
        size = characters.size();
    }

    /// The most frequent characters of `words` that make up at least `share` of all; of equally frequent ones
    /// the one with the smaller number first. Bytes that are no characters are counted but never covered.
    static CharacterInventory of(ShardedCounts words, double share) {
        Map<Integer, long[]> counts = new HashMap<>();
        long[] ascii = new long[128];
        long total = 0;
        for (int s = 0; s < ShardedCounts.SHARDS; s++) {
            ByteStringCounts shard = words.shard(s);
            byte[] text = shard.arena();
            for (int w = 0; w < shard.size(); w++) {
                long count = shard.count(w);
                int end = shard.end(w);
                for (int i = shard.start(w); i < end; ) {
                    total += count;
                    if (text[i] >= 0) {
                        ascii[text[i++]] += count;
                        continue;
                    }
                    int length = Utf8Scan.length(text, i, end);
                    if (length > 0) {
                        counts.computeIfAbsent(Utf8Scan.codePoint(text, i, length), c -> new long[1])[0] += count;
                    }
                    i += Math.max(1, length);
                }
            }
        }
        for (int c = 0; c < 128; c++) {
            if (ascii[c] > 0) {
                counts.put(c, new long[] {ascii[c]});
            }
        }
        List<Map.Entry<Integer, long[]>> byCount = counts.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Integer, long[]>>comparingLong(e -> -e.getValue()[0])
                        .thenComparing(Map.Entry::getKey))
                .toList();
        long sum = 0;
        List<Integer> characters = new ArrayList<>();
        for (Map.Entry<Integer, long[]> e : byCount) {
            if (sum >= share * total) {
                break;
            }
            characters.add(e.getKey());
            sum += e.getValue()[0];
        }
        return new CharacterInventory(characters, total == 0 ? 1 : (double) sum / total);
    }

    /// Share of the characters that are covered.
    double coverage() {
        return coverage;
    }

    int size() {
        return size;
    }

    /// What words are cut into.
    ///
    /// @param units runs of covered characters
    /// @param uncovered tokens that the characters between them take, with their counts
    record Cut(ByteStringCounts units, long uncovered) {}

    /// Cuts words at characters that are not covered and, if so wanted, where the script changes. A space
    /// goes with any script, and Hiragana and Katakana count as Han (as in SentencePiece).
    ///
    /// @param bytesForUncovered whether an uncovered character takes a token a byte, or one token
    Cut cut(ShardedCounts words, boolean splitByScript, boolean bytesForUncovered) {
        ByteStringCounts units = new ByteStringCounts();
        long uncovered = 0;
        for (int s = 0; s < ShardedCounts.SHARDS; s++) {
            ByteStringCounts shard = words.shard(s);
            byte[] text = shard.arena();
            for (int w = 0; w < shard.size(); w++) {
                long count = shard.count(w);
                int end = shard.end(w);
                int start = shard.start(w);
                UnicodeScript script = ANY;
                for (int i = start; i < end; ) {
                    int length = Utf8Scan.length(text, i, end);
                    int c = length == 0 ? -1 : Utf8Scan.codePoint(text, i, length);
                    UnicodeScript next = c < 0 || !splitByScript ? ANY : script(c, script);
                    boolean known = c >= 0 && covered[c];
                    if (i > start && (!known || script != ANY && next != ANY && next != script)) {
                        units.add(text, start, i, count);
                        start = i;
                        script = ANY;
                    }
                    i += Math.max(1, length);
                    if (known) {
                        script = next == ANY ? script : next;
                    } else {
                        uncovered += count * (bytesForUncovered ? i - start : 1);
                        start = i;
                    }
                }
                if (end > start) {
                    units.add(text, start, end, count);
                }
            }
        }
        return new Cut(units, uncovered);
    }

    /// The script of a character, or INHERITED if it goes with any.
    private static UnicodeScript script(int c, UnicodeScript before) {
        if (c == ' ') {
            return ANY;
        }
        if (c == PROLONGED_SOUND_MARK) {
            return UnicodeScript.HAN;
        }
        UnicodeScript script = UnicodeScript.of(c);
        return switch (script) {
            case HIRAGANA, KATAKANA -> UnicodeScript.HAN;
            case INHERITED -> before;
            default -> script;
        };
    }
}
