package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The formulas of [UnigramModel], line by line: a map instead of a trie, logarithms in doubles, no tricks.
///
/// Slow, and there to be read and to be compared with. Immutable.
public final class UnigramReference {
    /// Longest text of [#segmentations].
    public static final int MAX_ENUMERATED_BYTES = 24;

    private final UnigramModel model;
    private final Map<String, Integer> ids = new HashMap<>();

    /// A piece that covers `text[start, end)`.
    ///
    /// @param id of the piece
    /// @param start first byte
    /// @param score of the piece, in nats
    record Candidate(int id, int start, double score) {}

    /// The reference over the pieces and scores of a model.
    public UnigramReference(UnigramModel model) {
        this.model = model;
        for (int id = 0; id < model.size(); id++) {
            if (UnigramModel.isText(model.kind(id))) {
                ids.put(text(model.piece(id), 0, model.piece(id).length), id);
            }
        }
    }

    /// All pieces that end at `end`, longest first, whose start a path can reach.
    List<Candidate> candidates(byte[] text, int end, boolean[] reached) {
        List<Candidate> candidates = new ArrayList<>();
        for (int start = Math.max(0, end - model.reach); start < end; start++) {
            if (!reached[start]) {
                continue;
            }
            Integer id = ids.get(text(text, start, end));
            if (id != null) {
                candidates.add(new Candidate(id, start, model.score(id)));
            } else if (model.rules() == UnigramRules.CHARACTERS
                    && start + Utf8.length(text, start, text.length) == end) {
                candidates.add(new Candidate(model.unknownId, start, model.unknownScore));
            }
        }
        return candidates;
    }

    /// Best path to each end: `best(end) = max over candidates of best(start) + s`.
    public int[] viterbi(byte[] text) {
        int n = text.length;
        boolean[] reached = new boolean[n + 1];
        double[] best = new double[n + 1];
        Candidate[] last = new Candidate[n + 1];
        reached[0] = true;
        for (int end = 1; end <= n; end++) {
            for (Candidate c : candidates(text, end, reached)) {
                double sum = best[c.start()] + c.score();
                if (c.id() == model.unknownId) {
                    sum = model.rules().round(sum); // the unknown piece is compared rounded, the others as they are
                }
                if (!reached[end] || sum > best[end]) {
                    reached[end] = true;
                    best[end] = model.rules().round(sum);
                    last[end] = c;
                }
            }
        }
        return path(last, n);
    }

    /// Perfect sampling as the source gives it: one pass, and at each end a reservoir of one.
    ///
    /// Candidate by candidate `ln Z(end) = logsumexp(ln Z(end), ln Z(start) + alpha * s)`, and the new one
    /// replaces the kept one with probability `exp(ln Z(start) + alpha * s - ln Z(end))`.
    ///
    /// @param alpha finite, at least 0
    public int[] sample(byte[] text, double alpha, RandomGenerator random) {
        int n = text.length;
        boolean[] reached = new boolean[n + 1];
        double[] logZ = new double[n + 1];
        Arrays.fill(logZ, Double.NEGATIVE_INFINITY);
        Candidate[] kept = new Candidate[n + 1];
        reached[0] = true;
        logZ[0] = 0;
        for (int end = 1; end <= n; end++) {
            for (Candidate c : candidates(text, end, reached)) {
                double weight = logZ[c.start()] + alpha * c.score();
                logZ[end] = logSumExp(logZ[end], weight);
                if (random.nextDouble() < Math.exp(weight - logZ[end])) {
                    kept[end] = c;
                }
            }
            reached[end] = kept[end] != null;
        }
        return path(kept, n);
    }

    /// `ln Z(alpha)` of a text by the recursion over ends.
    ///
    /// @param alpha finite, at least 0
    public double logPartition(byte[] text, double alpha) {
        int n = text.length;
        boolean[] reached = new boolean[n + 1];
        double[] logZ = new double[n + 1];
        Arrays.fill(logZ, Double.NEGATIVE_INFINITY);
        reached[0] = true;
        logZ[0] = 0;
        for (int end = 1; end <= n; end++) {
            for (Candidate c : candidates(text, end, reached)) {
                logZ[end] = logSumExp(logZ[end], logZ[c.start()] + alpha * c.score());
            }
            reached[end] = logZ[end] > Double.NEGATIVE_INFINITY;
        }
        return logZ[n];
    }

    /// All segmentations of a short text, in no particular order.
    ///
    /// @param text at most [#MAX_ENUMERATED_BYTES] bytes: there may be `2^(n - 1)`
    public List<Segmentation> segmentations(byte[] text) {
        if (text.length > MAX_ENUMERATED_BYTES) {
            throw new IllegalArgumentException("text has " + text.length
                    + " bytes; segmentations are enumerated for at most " + MAX_ENUMERATED_BYTES);
        }
        List<List<List<Integer>>> to = new ArrayList<>();
        to.add(List.of(List.of()));
        boolean[] reached = new boolean[text.length + 1];
        reached[0] = true;
        for (int end = 1; end <= text.length; end++) {
            List<List<Integer>> here = new ArrayList<>();
            for (Candidate c : candidates(text, end, reached)) {
                for (List<Integer> before : to.get(c.start())) {
                    List<Integer> path = new ArrayList<>(before);
                    path.add(c.id());
                    here.add(path);
                }
            }
            reached[end] = !here.isEmpty();
            to.add(here);
        }
        return to.get(text.length).stream()
                .map(path -> path.stream().mapToInt(Integer::intValue).toArray())
                .map(path -> new Segmentation(path, model.score(path)))
                .toList();
    }

    /// `ln(exp(a) + exp(b))` without overflow.
    static double logSumExp(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
    }

    /// The ids on the way back from the end.
    static int[] path(Candidate[] last, int n) {
        List<Integer> backwards = new ArrayList<>();
        for (int end = n; end > 0; end = last[end].start()) {
            backwards.add(last[end].id());
        }
        return backwards.reversed().stream().mapToInt(Integer::intValue).toArray();
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
