package dev.lemma.tokenizer;

import java.util.Arrays;

/// The state of a Unigram training: candidates with scores, fitted to units by expectation maximisation and
/// thinned out by what their loss costs (Kudo 2018, section 3.2; the steps as in SentencePiece's trainer).
///
/// One thread at a time; the work inside is done by the pool.
final class UnigramFit {
    /// Units are fitted in as many blocks: partial sums are added in their order, whatever the number of
    /// threads.
    private static final int BLOCKS = 16;
    /// Pieces that are expected less often go at once (SentencePiece: `kExpectedFrequencyThreshold`).
    private static final double MIN_EXPECTED = 0.5;

    private final ByteStringCounts units;
    private final int[] blockLimits; // block -> first unit
    private final boolean characters;
    private final TrainingPool pool;
    private final UnigramLattice.Workspace[] workspaces;

    private PieceSet pieces;
    private double[] scores; // piece -> ln p
    private CandidateTrie trie;
    private double[] expected; // piece -> expected count, of the last E step
    private double logLikelihood;

    /// @param characters whether single characters (or else single bytes) are what always stays
    UnigramFit(ByteStringCounts units, boolean characters, PieceSet pieces, double[] scores, TrainingPool pool) {
        this.units = units;
        this.characters = characters;
        this.pool = pool;
        this.pieces = pieces;
        this.scores = scores;
        trie = new CandidateTrie(pieces);
        expected = new double[pieces.size()];
        workspaces = new UnigramLattice.Workspace[pool.threads()];
        Arrays.setAll(workspaces, w -> new UnigramLattice.Workspace());
        blockLimits = limits(units);
    }

    private static int[] limits(ByteStringCounts units) {
        int[] limits = new int[BLOCKS + 1];
        int unit = 0;
        for (int b = 1; b <= BLOCKS; b++) {
            long limit = (long) units.bytes() * b / BLOCKS;
            while (unit < units.size() && units.end(unit) <= limit) {
                unit++;
            }
            limits[b] = unit;
        }
        limits[BLOCKS] = units.size();
        return limits;
    }

    PieceSet pieces() {
        return pieces;
    }

    double score(int piece) {
        return scores[piece];
    }

    double expected(int piece) {
        return expected[piece];
    }

    /// `sum over units of count * ln P(unit)` at the scores before the last M step.
    double logLikelihood() {
        return logLikelihood;
    }

    boolean isRequired(int piece) {
        return (characters ? pieces.chars(piece) : pieces.length(piece)) == 1;
    }

    /// E step: expected counts of all pieces.
    void expect() {
        UnigramLattice lattice = new UnigramLattice(pieces, trie, scores);
        double[][] partial = new double[BLOCKS][];
        double[] likelihoods = new double[BLOCKS];
        pool.run(BLOCKS, (b, worker) -> {
            double[] counts = new double[pieces.size()];
            double sum = 0;
            for (int u = blockLimits[b]; u < blockLimits[b + 1]; u++) {
                if (units.count(u) > 0) {
                    sum += lattice.expect(
                            units.arena(),
                            units.start(u),
                            units.end(u),
                            (double) units.count(u),
                            counts,
                            workspaces[worker]);
                }
            }
            partial[b] = counts;
            likelihoods[b] = sum;
        });
        expected = new double[pieces.size()];
        logLikelihood = 0;
        for (int b = 0; b < BLOCKS; b++) {
            for (int p = 0; p < expected.length; p++) {
                expected[p] += partial[b][p];
            }
            logLikelihood += likelihoods[b];
        }
    }

    /// M step: drops what is expected less than half a time, and gives each other piece the score
    /// `psi(expected) - psi(sum)`: the mean of `ln p` under a Dirichlet posterior, which favours few frequent
    /// pieces.
    ///
    /// @param atLeast how many pieces to keep in any case
    void maximize(int atLeast) {
        boolean[] keep = new boolean[pieces.size()];
        int kept = 0;
        for (int p = 0; p < keep.length; p++) {
            keep[p] = expected[p] >= MIN_EXPECTED || isRequired(p);
            kept += keep[p] ? 1 : 0;
        }
        if (kept < pieces.size()) {
            retain(kept < atLeast ? best(expected, atLeast) : numbers(keep, kept));
        }
        double sum = 0;
        for (double e : expected) {
            sum += Math.max(e, MIN_EXPECTED);
        }
        double log = Digamma.of(sum);
        for (int p = 0; p < scores.length; p++) {
            scores[p] = Digamma.of(Math.max(expected[p], MIN_EXPECTED)) - log;
        }
    }

    /// Keeps the `target` pieces whose loss would cost most.
    void prune(int target) {
        if (target < pieces.size()) {
            retain(best(losses(), target));
        }
    }

    /// Keeps the `target` pieces with the highest scores.
    void cut(int target) {
        if (target < pieces.size()) {
            retain(best(scores, target));
        }
    }

    /// How often each piece occurs in the best segmentations of units, which need not be those fitted to.
    long[] bestCounts(ByteStringCounts of) {
        int[] limits = limits(of);
        UnigramLattice lattice = new UnigramLattice(pieces, trie, scores);
        long[][] partial = new long[pool.threads()][pieces.size()];
        pool.run(BLOCKS, (b, worker) -> {
            UnigramLattice.Workspace work = workspaces[worker];
            for (int u = limits[b]; u < limits[b + 1]; u++) {
                long weight = of.count(u);
                int n = weight == 0 ? 0 : lattice.best(of.arena(), of.start(u), of.end(u), -1, work);
                for (int k = 0; k < n; k++) {
                    partial[worker][work.path(k)] += weight;
                }
            }
        });
        long[] counts = new long[pieces.size()];
        for (long[] part : partial) {
            for (int p = 0; p < counts.length; p++) {
                counts[p] += part[p];
            }
        }
        return counts;
    }

    /// About how much the log-likelihood falls when a piece goes and the best segmentation of its bytes takes
    /// over its count.
    private double[] losses() {
        long[] counts = bestCounts(units);
        long total = 0;
        for (long c : counts) {
            total += c;
        }
        double sum = total;
        UnigramLattice lattice = new UnigramLattice(pieces, trie, scores);
        double[] losses = new double[pieces.size()];
        int blockSize = (pieces.size() + BLOCKS - 1) / BLOCKS;
        pool.run(BLOCKS, (b, worker) -> {
            UnigramLattice.Workspace work = workspaces[worker];
            for (int p = b * blockSize; p < Math.min(pieces.size(), (b + 1) * blockSize); p++) {
                if (counts[p] == 0) {
                    continue;
                }
                int n = lattice.best(pieces.arena(), pieces.start(p), pieces.end(p), p, work);
                double alternative = -n * Math.log(sum + counts[p] * (n - 1.0));
                for (int k = 0; k < n; k++) {
                    alternative += Math.log((double) counts[work.path(k)] + counts[p]);
                }
                losses[p] = n < 0 ? Double.POSITIVE_INFINITY : counts[p] * (Math.log(counts[p] / sum) - alternative);
            }
        });
        return losses;
    }

    /// Numbers of the `target` pieces with the largest keys, what is required first; of equal ones the first.
    private int[] best(double[] keys, int target) {
        double[] ranked = keys.clone();
        for (int p = 0; p < ranked.length; p++) {
            if (isRequired(p)) {
                ranked[p] = Double.POSITIVE_INFINITY;
            }
        }
        double[] sorted = ranked.clone();
        Arrays.sort(sorted);
        double cut = sorted[sorted.length - target];
        int room = target;
        for (double key : ranked) {
            room -= key > cut ? 1 : 0;
        }
        boolean[] keep = new boolean[ranked.length];
        for (int p = 0; p < ranked.length; p++) {
            keep[p] = ranked[p] > cut || ranked[p] == cut && room-- > 0;
        }
        return numbers(keep, target);
    }

    private static int[] numbers(boolean[] keep, int count) {
        int[] numbers = new int[count];
        int n = 0;
        for (int p = 0; p < keep.length; p++) {
            if (keep[p]) {
                numbers[n++] = p;
            }
        }
        return numbers;
    }

    private void retain(int[] kept) {
        double[] keptScores = new double[kept.length];
        double[] keptExpected = new double[kept.length];
        for (int k = 0; k < kept.length; k++) {
            keptScores[k] = scores[kept[k]];
            keptExpected[k] = expected[kept[k]];
        }
        pieces = pieces.select(kept);
        scores = keptScores;
        expected = keptExpected;
        trie = new CandidateTrie(pieces);
    }
}
