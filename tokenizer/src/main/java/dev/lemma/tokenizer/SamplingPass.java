package dev.lemma.tokenizer;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The forward sums and the backward draws of [PerfectSampler].
///
/// Linear mode: `sums[i]` is `Z(i) * 2^-scale[i]`. When a sum leaves `[2^LOW, 2^HIGH]`, it and those still
/// growing are multiplied by a power of two that brings the largest of them to `2^START`. No sum under- or
/// overflows then, if the sum can fall by at most `2^MAX_DROP` and grow by at most `2^MAX_GROWTH` within
/// reach of one piece: the position that was at `2^LOW` or more last covers all that its reach covers, and
/// the largest one covers on from there; `LOW - MAX_DROP` is above the smallest normal exponent, -1022.
///
/// Logarithmic mode: `sums[i]` is `ln Z(i)` less a base, which moves along at every block: so large
/// logarithms do not eat the digits that decide.
///
/// Not thread-safe.
final class SamplingPass {
    static final int START = 800;
    static final int LOW = 400;
    static final int HIGH = 900;
    static final int MAX_DROP = 1400;
    static final int MAX_GROWTH = 50;

    /// Starts between two looks for a place to cut.
    private static final int BLOCK = 1024;

    private static final double LOWEST = Math.scalb(1.0, LOW);
    private static final double HIGHEST = Math.scalb(1.0, HIGH);
    private static final double LN2 = Math.log(2);

    private final UnigramModel model;
    private final int reach;
    private double[] sums;
    private int[] scale;
    private int shift; // scale of the sums still growing
    private int[] rebased = new int[8]; // places where the base of logarithms moved
    private double[] moved = new double[8]; // by how much
    private int moves;

    SamplingPass(UnigramModel model) {
        this.model = model;
        reach = model.reach;
        sums = new double[BLOCK + reach + 1];
        scale = new int[sums.length];
    }

    /// Whether linear mode is safe for a model at an `alpha`.
    static boolean fits(UnigramModel model, double alpha) {
        double highest = 0;
        for (int id = 0; id < model.size(); id++) {
            if (UnigramModel.isText(model.kind(id))) {
                highest = Math.max(highest, model.score(id));
            }
        }
        // Whatever else there is, a sum falls by at most this from one byte or character to the next.
        double worst = model.unknownScore;
        if (model.unknownId < 0) {
            worst = 0;
            for (int b = 0; b < 256; b++) {
                int single = model.trie.id(model.trie.next(PieceTrie.ROOT, (byte) b));
                worst = Math.min(worst, model.score(single));
            }
        }
        return -worst * alpha / LN2 * model.reach <= MAX_DROP
                && (highest * alpha + Math.log(model.reach + 1.0)) / LN2 <= MAX_GROWTH;
    }

    void sample(PerfectSampler sampler, byte[] text, int from, int to, RandomGenerator random, IdBuffer ids) {
        int origin = from;
        while (origin < to) {
            int cut = forward(sampler, text, origin, to);
            int first = ids.size();
            if (sampler.logarithms) {
                drawLogarithms(sampler, text, origin, cut, random, ids);
            } else {
                draw(sampler, text, origin, cut, random, ids);
            }
            ids.reverse(first);
            origin = cut;
        }
    }

    double logPartition(PerfectSampler sampler, byte[] text, int from, int to) {
        double sum = 0;
        int origin = from;
        while (origin < to) {
            int cut = forward(sampler, text, origin, to);
            double last = sums[cut - origin];
            if (sampler.logarithms) {
                sum += last;
                for (int m = 0; m < moves; m++) {
                    sum += moved[m];
                }
            } else {
                sum += Math.log(last) + (scale[cut - origin] - START) * LN2;
            }
            origin = cut;
        }
        return sum;
    }

    /// Sums from `origin` to the next place, at least a block on, that every segmentation crosses, or to the
    /// end.
    ///
    /// @return that place
    private int forward(PerfectSampler sampler, byte[] text, int origin, int to) {
        boolean logarithms = sampler.logarithms;
        double none = logarithms ? Double.NEGATIVE_INFINITY : 0;
        shift = 0;
        moves = 0;
        int clean = clean(0, Math.min(to - origin, BLOCK), none);
        sums[0] = logarithms ? 0 : Math.scalb(1.0, START);
        int at = origin;
        int stop = Math.min(to - origin, BLOCK) + origin;
        while (true) {
            if (stop - origin + reach >= clean) {
                clean = clean(clean, Math.min(to - origin, stop - origin + BLOCK), none);
            }
            if (logarithms) {
                addLogarithms(sampler, text, at, stop, to, origin);
            } else if (model.unknownId < 0) {
                addBytes(sampler.forward, text, at, stop, to, origin);
            } else {
                addCharacters(sampler, text, at, stop, to, origin);
            }
            at = stop;
            if (at == to || isCut(at - origin, none)) {
                scale[at - origin] = shift;
                return at;
            }
            if (logarithms && (moves == 0 ? at - origin : at - origin - rebased[moves - 1]) > Math.max(BLOCK, reach)) {
                rebase(at - origin);
            }
            stop = at + 1;
        }
    }

    /// Empties the sums from index `from` to the reach of `last`; returns the index behind them.
    private int clean(int from, int last, double none) {
        int end = Math.addExact(last, reach + 1);
        if (end > sums.length) {
            sums = Arrays.copyOf(sums, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * sums.length)));
            scale = Arrays.copyOf(scale, sums.length);
        }
        Arrays.fill(sums, from, end, none);
        return end;
    }

    /// Whether no piece from before an index ends behind it.
    private boolean isCut(int index, double none) {
        for (int i = index + 1; i <= index + reach; i++) {
            if (sums[i] != none) {
                return false;
            }
        }
        return true;
    }

    /// The hot loop of linear mode.
    private void addBytes(long[] cells, byte[] text, int from, int stop, int limit, int origin) {
        double[] sums = this.sums;
        long root = cells[0];
        for (int start = from; start < stop; start++) {
            double sum = sums[start - origin];
            if (sum < LOWEST || sum > HIGHEST) {
                rescale(start - origin);
                sum = sums[start - origin];
            }
            scale[start - origin] = shift;
            int state = PieceTrie.ROOT;
            long cell = root;
            int end = start;
            while (end < limit) {
                int b = text[end] & 0xff;
                if (PieceTrie.isDeadEnd(cell, b)) {
                    break;
                }
                int to = PieceTrie.child(cell, b);
                cell = cells[2 * to];
                if (!PieceTrie.isChild(cell, state)) {
                    break;
                }
                end++;
                sums[end - origin] += sum * Double.longBitsToDouble(cells[2 * to + 1]);
                state = to;
            }
        }
    }

    private void addCharacters(PerfectSampler sampler, byte[] text, int from, int stop, int limit, int origin) {
        long[] cells = sampler.forward;
        for (int start = from; start < stop; start++) {
            double sum = sums[start - origin];
            if (sum == 0) {
                continue; // inside a character
            }
            if (sum < LOWEST || sum > HIGHEST) {
                rescale(start - origin);
                sum = sums[start - origin];
            }
            scale[start - origin] = shift;
            int character = start + Utf8.length(text, start, limit);
            boolean single = false;
            int state = PieceTrie.ROOT;
            int end = start;
            while (end < limit) {
                int to = PieceTrie.step(cells, state, text[end]);
                if (to < 0) {
                    break;
                }
                end++;
                double weight = Double.longBitsToDouble(cells[2 * to + 1]);
                single |= end == character && weight > 0;
                sums[end - origin] += sum * weight;
                state = to;
            }
            if (!single) {
                sums[character - origin] += sum * sampler.unknownWeight;
            }
        }
    }

    private void addLogarithms(PerfectSampler sampler, byte[] text, int from, int stop, int limit, int origin) {
        long[] cells = sampler.forward;
        for (int start = from; start < stop; start++) {
            double sum = sums[start - origin];
            if (sum == Double.NEGATIVE_INFINITY) {
                continue;
            }
            int unit = start + model.unitLength(text, start, limit);
            boolean single = model.unknownId < 0;
            int state = PieceTrie.ROOT;
            int end = start;
            while (end < limit) {
                int to = PieceTrie.step(cells, state, text[end]);
                if (to < 0) {
                    break;
                }
                end++;
                double weight = Double.longBitsToDouble(cells[2 * to + 1]);
                if (weight != Double.NEGATIVE_INFINITY) {
                    single |= end == unit;
                    sums[end - origin] = logSum(sums[end - origin], sum + weight);
                }
                state = to;
            }
            if (!single) {
                sums[unit - origin] = logSum(sums[unit - origin], sum + sampler.unknownWeight);
            }
        }
    }

    /// `ln(exp(a) + exp(b))` for a finite `b`.
    private static double logSum(double a, double b) {
        double difference = -Math.abs(a - b);
        double larger = Math.max(a, b);
        // exp(-40) is less than the last bit of 1.
        return difference < -40 ? larger : larger + Math.log1p(Math.exp(difference));
    }

    /// Brings the largest sum from `index` on to `2^START`.
    private void rescale(int index) {
        double largest = 0;
        for (int i = index; i <= index + reach; i++) {
            largest = Math.max(largest, sums[i]);
        }
        int by = START - Math.getExponent(largest);
        if (Math.abs(by) < HIGH - START) {
            return; // this sum is small, but a larger one is on its way
        }
        for (int i = index; i <= index + reach; i++) {
            sums[i] = Math.scalb(sums[i], by);
        }
        shift -= by;
    }

    /// Takes the logarithm at `index` from all that are still growing.
    private void rebase(int index) {
        double by = sums[index];
        if (by == Double.NEGATIVE_INFINITY) {
            return;
        }
        for (int i = index; i <= index + reach; i++) {
            sums[i] -= by;
        }
        if (moves == rebased.length) {
            rebased = Arrays.copyOf(rebased, 2 * moves);
            moved = Arrays.copyOf(moved, 2 * moves);
        }
        rebased[moves] = index;
        moved[moves++] = by;
    }

    /// Draws from the end of the stretch to its origin; ids come last one first.
    private void draw(PerfectSampler sampler, byte[] text, int origin, int cut, RandomGenerator random, IdBuffer ids) {
        double[] sums = this.sums;
        int[] scale = this.scale;
        long[] cells = sampler.backward;
        long root = cells[0];
        int end = cut;
        while (end > origin) {
            double left = uniform(random) * sums[end - origin];
            int exponent = scale[end - origin];
            int state = PieceTrie.ROOT;
            long cell = root;
            int start = end;
            while (start > origin) {
                int b = text[start - 1] & 0xff;
                if (PieceTrie.isDeadEnd(cell, b)) {
                    break;
                }
                int to = PieceTrie.child(cell, b);
                cell = cells[2 * to];
                if (!PieceTrie.isChild(cell, state)) {
                    break;
                }
                start--;
                state = to;
                double weight = Double.longBitsToDouble(cells[2 * to + 1]) * sums[start - origin];
                if (scale[start - origin] != exponent && weight > 0) {
                    weight = Math.scalb(weight, scale[start - origin] - exponent);
                }
                // Without asking whether a piece ends here: if not, its weight is 0.
                left -= weight;
                if (left < 0) {
                    break;
                }
            }
            if (left < 0) {
                ids.add(sampler.backwards.id(state));
                end = start;
            } else {
                end = rest(sampler, text, origin, end, 0, ids);
            }
        }
    }

    private void drawLogarithms(
            PerfectSampler sampler, byte[] text, int origin, int cut, RandomGenerator random, IdBuffer ids) {
        long[] cells = sampler.backward;
        int end = cut;
        int move = moves;
        while (end > origin) {
            while (move > 0 && rebased[move - 1] > end - origin) {
                move--;
            }
            double left = uniform(random);
            double all = sums[end - origin];
            int state = PieceTrie.ROOT;
            int start = end;
            while (start > origin && left >= 0) {
                int to = PieceTrie.step(cells, state, text[start - 1]);
                if (to < 0) {
                    break;
                }
                start--;
                state = to;
                double weight = Double.longBitsToDouble(cells[2 * to + 1]) + sums[start - origin];
                if (move > 0 && rebased[move - 1] > start - origin) {
                    weight -= moved[move - 1];
                }
                left -= Math.exp(weight - all);
            }
            if (left < 0) {
                ids.add(sampler.backwards.id(state));
                end = start;
            } else {
                end = rest(sampler, text, origin, end, Double.NEGATIVE_INFINITY, ids);
            }
        }
    }

    /// What is left when all pieces that end at `end` were passed over: the unknown piece where there is one,
    /// otherwise the longest piece, since only rounding can have left something.
    ///
    /// @return where it starts, as an index of the text
    private int rest(PerfectSampler sampler, byte[] text, int origin, int end, double none, IdBuffer ids) {
        int unit = unitBefore(text, origin, end, none);
        int longest = -1;
        int before = end;
        int state = PieceTrie.ROOT;
        boolean unknown = model.unknownId >= 0;
        for (int start = end - 1; start >= origin; start--) {
            state = sampler.backwards.next(state, text[start]);
            if (state < 0) {
                break;
            }
            if (sampler.backwards.id(state) >= 0 && sums[start - origin] != none) {
                longest = sampler.backwards.id(state);
                before = start;
                unknown &= start != unit;
            }
        }
        ids.add(unknown ? model.unknownId : longest);
        return unknown ? unit : before;
    }

    /// A number from 0 to less than 1, of 53 bits.
    private static double uniform(RandomGenerator random) {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /// Where the byte or character that ends at `end` starts, seen from forward.
    private int unitBefore(byte[] text, int origin, int end, double none) {
        int start = end - 1;
        while (sums[start - origin] == none || start + model.unitLength(text, start, end) != end) {
            start--;
        }
        return start;
    }
}
