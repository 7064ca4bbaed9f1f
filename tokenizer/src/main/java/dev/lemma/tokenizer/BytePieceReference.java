package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// [BytePieceTrainer] step by step, with maps and full tables, for texts of a few kilobytes.
///
/// Byte strings are Strings of characters 0 to 255 here, as these can be keys of maps. Mutable, one thread at
/// a time.
final class BytePieceReference {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final BytePieceTrainingOptions options;
    private final Map<String, Long> ngrams = new HashMap<>();
    private final Map<String, Double> conditional = new HashMap<>();

    BytePieceReference(BytePieceTrainingOptions options) {
        this.options = options;
    }

    /// Steps 1 to 6: a map of pieces to counts for each size, the largest first.
    List<Map<String, Long>> train(List<String> parts) {
        countNgrams(parts);
        Map<String, Long> candidates = new TreeMap<>();
        for (String part : parts) {
            for (String piece : segment(part)) {
                candidates.merge(piece, 1L, Long::sum);
            }
        }
        for (int b = 0; b < 256; b++) {
            candidates.putIfAbsent(String.valueOf((char) b), 1L);
        }
        Map<String, Long> kept = new TreeMap<>();
        Map<String, Long> dropped = new TreeMap<>();
        candidates.forEach((piece, count) -> {
            boolean keep =
                    piece.length() == 1 || piece.length() <= options.maxPieceLength() && count >= options.minCount();
            (keep ? kept : dropped).put(piece, count);
        });
        Map<String, Long> pieces = withoutWasted(sum(kept, split(kept, dropped)));
        List<Map<String, Long>> results = new ArrayList<>();
        for (int size : options.maxVocabSizes()) {
            if (pieces.size() > size - 3) {
                pieces = withoutWasted(cut(pieces, size - 3));
            }
            results.add(pieces);
        }
        return results;
    }

    /// Steps 1 and 2.
    void countNgrams(List<String> parts) {
        for (String part : parts) {
            for (int i = 0; i < part.length(); i++) {
                for (int n = 1; n <= options.order() && i + n <= part.length(); n++) {
                    ngrams.merge(part.substring(i, i + n), 1L, Long::sum);
                }
            }
        }
        long total = 0;
        for (int b = 0; b < 256; b++) {
            ngrams.putIfAbsent(String.valueOf((char) b), 1L);
            total += count(String.valueOf((char) b));
        }
        for (String ngram : ngrams.keySet()) {
            long count = count(ngram);
            int n = ngram.length();
            if (n == 1) {
                conditional.put(ngram, Math.log((double) count) - Math.log((double) total));
            } else if (count >= options.minCount()) {
                conditional.put(ngram, Math.log((double) count) - Math.log((double) count(ngram.substring(0, n - 1))));
            }
        }
    }

    long count(String ngram) {
        return ngrams.getOrDefault(ngram, 0L);
    }

    /// Step 3: states of all bytes in one table.
    List<String> segment(String part) {
        int order = options.order();
        int n = part.length();
        double[][] scores = new double[n][order];
        int[][] before = new int[n][order];
        for (int i = 0; i < n; i++) {
            double[] costs = new double[order];
            for (int j = 0; j < order; j++) {
                costs[j] = i < j ? NEVER : conditional.getOrDefault(part.substring(i - j, i + 1), NEVER);
            }
            double single = costs[0];
            if (i > 0 && options.ensureUnicode() && (part.charAt(i) & 0xC0) == 0x80) {
                costs[0] = NEVER;
            }
            if (!step(scores, before, costs, i)) {
                for (int j = 1; j <= Math.min(order - 1, i); j++) {
                    costs[j] = single;
                }
                step(scores, before, costs, i);
            }
        }
        List<String> pieces = new ArrayList<>();
        int state = best(scores[n - 1]);
        int end = n;
        for (int i = n - 1; i >= 0; i--) {
            if (state == 0) {
                pieces.add(0, part.substring(i, end));
                end = i;
            }
            state = before[i][state];
        }
        return pieces;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int j = 1; j < scores.length; j++) {
            best = scores[j] > scores[best] ? j : best;
        }
        return best;
    }

    private static boolean step(double[][] scores, int[][] before, double[] costs, int i) {
        int order = costs.length;
        boolean any = false;
        for (int j = 0; j < order; j++) {
            scores[i][j] = i == 0 && j == 0 ? costs[0] : NEVER;
            for (int k = 0; i > 0 && k < order; k++) {
                boolean allowed = j == 0 || j == Math.min(k + 1, order - 1);
                double score = allowed ? scores[i - 1][k] + costs[j] : NEVER;
                if (score > scores[i][j]) {
                    scores[i][j] = score;
                    before[i][j] = k;
                }
            }
            any |= scores[i][j] > NEVER;
        }
        return any;
    }

    /// Step 5.
    private static Map<String, Long> withoutWasted(Map<String, Long> start) {
        Map<String, Long> pieces = start;
        while (true) {
            Map<String, Long> used = split(pieces, pieces);
            if (used.size() == pieces.size()) {
                return used;
            }
            pieces = used;
        }
    }

    /// Step 6.
    private static Map<String, Long> cut(Map<String, Long> pieces, int target) {
        List<Map.Entry<String, Long>> order = pieces.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Long>>comparingInt(
                                e -> e.getKey().length() > 1 ? 1 : 0)
                        .thenComparingLong(e -> -e.getValue())
                        .thenComparingInt(e -> -e.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        Map<String, Long> kept = new TreeMap<>();
        Map<String, Long> dropped = new TreeMap<>();
        for (int k = 0; k < order.size(); k++) {
            (k < target ? kept : dropped)
                    .put(order.get(k).getKey(), order.get(k).getValue());
        }
        return sum(kept, split(kept, dropped));
    }

    private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
        Map<String, Long> sum = new TreeMap<>(a);
        b.forEach((piece, count) -> sum.merge(piece, count, Long::sum));
        return sum;
    }

    /// Segments strings by pieces and gives their counts to the pieces used.
    private static Map<String, Long> split(Map<String, Long> pieces, Map<String, Long> strings) {
        double total =
                Math.log((double) pieces.values().stream().mapToLong(c -> c).sum());
        Map<String, Double> scores = new HashMap<>();
        pieces.forEach((piece, count) -> scores.put(piece, Math.log((double) count) - total));
        Map<String, Long> counts = new TreeMap<>();
        strings.forEach((string, count) -> {
            for (String piece : best(string, scores)) {
                counts.merge(piece, count, Long::sum);
            }
        });
        return counts;
    }

    /// The best segmentation; of equally good ones that with the longest last piece.
    private static List<String> best(String text, Map<String, Double> scores) {
        int n = text.length();
        double[] best = new double[n + 1];
        int[] starts = new int[n + 1];
        for (int j = 1; j <= n; j++) {
            best[j] = NEVER;
            for (int i = 0; i < j; i++) {
                double score = best[i] + scores.getOrDefault(text.substring(i, j), NEVER);
                if (score > best[j]) {
                    best[j] = score;
                    starts[j] = i;
                }
            }
        }
        List<String> pieces = new ArrayList<>();
        for (int j = n; j > 0; j = starts[j]) {
            pieces.add(0, text.substring(starts[j], j));
        }
        return pieces;
    }

    /// Bytes as a String of characters 0 to 255.
    static String latin1(byte[] bytes, int from, int to) {
        return new String(Arrays.copyOfRange(bytes, from, to), StandardCharsets.ISO_8859_1);
    }
}
