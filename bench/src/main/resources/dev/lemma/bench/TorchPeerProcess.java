import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.full;
import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.logical_and;
import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.matmul_out;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.softmax;
import static org.bytedeco.pytorch.global.torch.where;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

// LibTorch's side of a comparison: started by TorchPeer, which compiles this file against JavaCPP's jars.
//
// Standard input has one request a line, "OP name=number ...", for example "gemm m=512 n=512 k=512 reps=5".
// The answer is one line of JSON with the median and the least time in milliseconds, or {"error": "..."}. To
// add an operation, add a case to prepare.
public class TorchPeerProcess {
    private TorchPeerProcess() {}

    public static void main(String[] arguments) throws IOException {
        set_num_threads(Integer.parseInt(arguments[0]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("{\"ready\":true,\"threads\":" + get_num_threads() + "}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (NoGradGuard noGradients = new NoGradGuard()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(line));
            }
        }
    }

    static String answer(String request) {
        try (PointerScope scope = new PointerScope()) {
            String[] words = request.strip().split(" +");
            Map<String, Long> numbers = new TreeMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                numbers.put(pair[0], Long.parseLong(pair[1]));
            }
            Runnable operation = prepare(words[0], numbers);
            return measure(words[0], operation, Math.toIntExact(numbers.getOrDefault("reps", 1L)));
        } catch (RuntimeException e) {
            return "{\"error\":\"" + String.valueOf(e).replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\"}";
        }
    }

    // Makes the inputs, outside the time that is measured.
    static Runnable prepare(String op, Map<String, Long> numbers) {
        switch (op) {
            case "gemm": {
                long m = number(numbers, "m");
                long n = number(numbers, "n");
                long k = number(numbers, "k");
                Tensor a = randn(m, k);
                Tensor b = randn(k, n);
                Tensor c = empty(m, n);
                return () -> matmul_out(c, a, b);
            }
            case "sdpa":
            case "window_mask":
            case "window_blocked":
            case "rerope_blocked":
            case "leaky_blocked":
            case "extend_blocked":
            case "rerope_published":
            case "leaky_published":
            case "extend_published":
                return attention(
                        op,
                        number(numbers, "heads"),
                        number(numbers, "n"),
                        number(numbers, "d"),
                        number(numbers, "w"));
            case "decode":
            case "decode_grouped":
                return decode(op, number(numbers, "heads"), number(numbers, "n"), number(numbers, "d"));
            default:
                throw new IllegalArgumentException("unknown operation " + op);
        }
    }

    static long number(Map<String, Long> numbers, String name) {
        Long value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "=NUMBER is missing");
        }
        return value;
    }

    // One run more, the first, does not count.
    static String measure(String op, Runnable operation, int reps) {
        double[] times = new double[reps];
        for (int r = -1; r < reps; r++) {
            long start = System.nanoTime();
            try (PointerScope scope = new PointerScope()) {
                operation.run();
            }
            if (r >= 0) {
                times[r] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        return String.format(
                Locale.ROOT,
                "{\"op\":\"%s\",\"reps\":%d,\"ms\":%.4f,\"min_ms\":%.4f}",
                op,
                reps,
                times[reps / 2],
                times[0]);
    }

    // --- Attention: [1, heads, n, d] ---

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static Scalar scalar(long value) {
        return new Scalar(value);
    }

    static Tensor sdpa(Tensor q, Tensor k, Tensor v, Tensor mask, boolean causal, boolean grouped) {
        TensorOptional seen = mask == null ? new TensorOptional() : new TensorOptional(mask);
        return scaled_dot_product_attention(q, k, v, seen, 0, causal, new DoubleOptional(), grouped);
    }

    static Runnable attention(String op, long heads, long n, long d, long w) {
        Tensor q = randn(1, heads, n, d);
        Tensor k = randn(1, heads, n, d);
        Tensor v = randn(1, heads, n, d);
        if (op.equals("sdpa")) {
            return () -> sdpa(q, k, v, null, true, false);
        }
        if (op.equals("window_mask")) {
            Tensor mask = windowMask(n, w);
            return () -> sdpa(q, k, v, mask, false, false);
        }
        if (op.equals("window_blocked")) {
            Tensor mask = windowBlockedMask(n, w);
            return () -> windowBlocked(q, k, v, mask, heads, n, d, w);
        }
        Piecewise scheme = new Piecewise(op.substring(0, op.indexOf('_')), n, d, w);
        if (op.endsWith("_blocked")) {
            return () -> scheme.blocked(q, k, v);
        }
        Tensor mask = full(new long[] {n, n}, scalar(-3.4e38)).triu(1).unsqueeze(0).unsqueeze(0);
        return () -> scheme.published(q, k, v, mask);
    }

    // Queries see the last w keys.
    static Tensor windowMask(long n, long w) {
        Tensor position = arange(scalar(n));
        Tensor distance = position.unsqueeze(1).sub(position.unsqueeze(0));
        return logical_and(distance.ge(scalar(0L)), distance.lt(scalar(w)));
    }

    // Each block of w queries against its own and the previous w keys: 2 w keys in place of n.
    static Tensor windowBlocked(Tensor q, Tensor k, Tensor v, Tensor mask, long heads, long n, long d, long w) {
        long blocks = n / w;
        Tensor nothing = zeros(new long[] {1, heads, w, d});
        Tensor keys = pairs(cat(new TensorVector(nothing, k), 2), blocks, heads, d, w);
        Tensor values = pairs(cat(new TensorVector(nothing, v), 2), blocks, heads, d, w);
        Tensor queries = q.reshape(1, heads, blocks, w, d).permute(0, 2, 1, 3, 4).reshape(blocks, heads, w, d);
        return sdpa(queries, keys, values, mask, false, false)
                .reshape(1, blocks, heads, w, d)
                .permute(0, 2, 1, 3, 4)
                .reshape(1, heads, n, d);
    }

    static Tensor pairs(Tensor x, long blocks, long heads, long d, long w) {
        return x.unfold(2, 2 * w, w).permute(0, 2, 1, 4, 3).reshape(blocks, heads, 2 * w, d);
    }

    static Tensor windowBlockedMask(long n, long w) {
        Tensor query = arange(scalar(w)).unsqueeze(1);
        Tensor key = arange(scalar(2 * w)).unsqueeze(0).sub(scalar(w));
        Tensor distance = query.sub(key);
        Tensor mask = logical_and(distance.ge(scalar(0L)), distance.lt(scalar(w)))
                .unsqueeze(0)
                .unsqueeze(0)
                .repeat(n / w, 1, 1, 1);
        mask.narrow(0, 0, 1).narrow(3, 0, w).fill_(scalar(0L));
        return mask;
    }

    // ReRoPE, Leaky ReRoPE and Self-Extend: relative positions i - j inside the window, far(i) - far(j) + w - far(w) beyond.
    static final class Piecewise {
        final long n;
        final long w;
        final boolean farKeysStay;
        final double scale;
        final Tensor position;
        final Tensor[] near;
        final Tensor[] farQuery;
        final Tensor[] farKey;

        Piecewise(String scheme, long n, long d, long w) {
            this.n = n;
            this.w = w;
            this.scale = 1 / Math.sqrt(d);
            this.position = arange(scalar(n));
            double[] far = new double[(int) n];
            double k = Math.max(1, (double) n / w);
            for (int p = 0; p < n; p++) {
                far[p] = far(scheme, p, k);
            }
            this.farKeysStay = scheme.equals("rerope");
            double[] positions = new double[(int) n];
            double[] shifted = new double[(int) n];
            for (int p = 0; p < n; p++) {
                positions[p] = p;
                shifted[p] = far[p] + w - far(scheme, w, k);
            }
            this.near = table(positions, (int) d);
            this.farQuery = table(shifted, (int) d);
            this.farKey = table(far, (int) d);
        }

        static double far(String scheme, double p, double k) {
            switch (scheme) {
                case "rerope":
                    return 0;
                case "leaky":
                    return p / k;
                case "extend":
                    return Math.floor(p / Math.floor(k));
                default:
                    throw new IllegalArgumentException("unknown scheme " + scheme);
            }
        }

        // Cosines and sines, [n, d].
        static Tensor[] table(double[] positions, int d) {
            float[] cos = new float[positions.length * d];
            float[] sin = new float[positions.length * d];
            for (int p = 0; p < positions.length; p++) {
                for (int c = 0; c < d; c++) {
                    double angle = positions[p] * Math.pow(10_000, -2.0 * (c % (d / 2)) / d);
                    cos[p * d + c] = (float) Math.cos(angle);
                    sin[p * d + c] = (float) Math.sin(angle);
                }
            }
            return new Tensor[] {
                Tensor.create(cos).reshape(positions.length, d), Tensor.create(sin).reshape(positions.length, d)
            };
        }

        static Tensor rotate(Tensor x, Tensor[] table) {
            long half = x.size(3) / 2;
            Tensor turned = cat(new TensorVector(x.narrow(3, half, half).neg(), x.narrow(3, 0, half)), -1);
            return x.mul(table[0]).add(turned.mul(table[1]));
        }

        // As published: two whole matrices of scores, and a choice by distance.
        Tensor published(Tensor q, Tensor k, Tensor v, Tensor mask) {
            Tensor nearScores = scores(rotate(q, near), rotate(k, near));
            Tensor farScores = scores(rotate(q, farQuery), farKeysStay ? k : rotate(k, farKey));
            Tensor inside = position.unsqueeze(1).sub(position.unsqueeze(0)).abs().lt(scalar(w));
            Tensor chosen = where(inside, nearScores, farScores);
            nearScores.close();
            farScores.close();
            Tensor seen = chosen.add(mask);
            chosen.close();
            Tensor p = softmax(seen, -1);
            seen.close();
            Tensor result = matmul(p, v);
            p.close();
            return result;
        }

        Tensor scores(Tensor q, Tensor k) {
            Tensor product = matmul(q, k.transpose(2, 3));
            Tensor scaled = product.mul(scalar(scale));
            product.close();
            return scaled;
        }

        // What a careful user writes: blocks of 128 rows, no keys after the block, both products only around the edge.
        Tensor blocked(Tensor q, Tensor k, Tensor v) {
            Tensor nearQuery = rotate(q, near).mul(scalar(scale));
            Tensor nearKey = rotate(k, near);
            Tensor farQueries = rotate(q, farQuery).mul(scalar(scale));
            Tensor farKeys = farKeysStay ? k : rotate(k, farKey);
            TensorVector rows = new TensorVector();
            for (long from = 0; from < n; from += 128) {
                try (PointerScope scope = new PointerScope()) {
                    long end = Math.min(n, from + 128);
                    // Keys [0, first) are far for all rows, [first, last) for some.
                    long first = Math.max(0, from - w + 1);
                    long last = Math.max(first, Math.min(from, Math.max(0, end - w)));
                    TensorVector parts = new TensorVector();
                    Tensor a = nearQuery.narrow(2, from, end - from);
                    Tensor b = farQueries.narrow(2, from, end - from);
                    Tensor row = position.narrow(0, from, end - from).unsqueeze(1);
                    if (first > 0) {
                        parts.push_back(matmul(b, farKeys.narrow(2, 0, first).transpose(2, 3)));
                    }
                    if (last > first) {
                        Tensor inside = row.sub(position.narrow(0, first, last - first).unsqueeze(0))
                                .lt(scalar(w));
                        parts.push_back(where(
                                inside,
                                matmul(a, nearKey.narrow(2, first, last - first).transpose(2, 3)),
                                matmul(b, farKeys.narrow(2, first, last - first).transpose(2, 3))));
                    }
                    Tensor rest = matmul(a, nearKey.narrow(2, last, end - last).transpose(2, 3));
                    Tensor later = position.narrow(0, last, end - last).unsqueeze(0).gt(row);
                    parts.push_back(rest.masked_fill(later, scalar(-1e30)));
                    rows.push_back(matmul(softmax(cat(parts, -1), -1), v.narrow(2, 0, end)));
                }
            }
            return cat(rows, 2);
        }
    }

    // One query against n keys, with enough caches in turn that none is still in the processor's.
    static Runnable decode(String op, long heads, long n, long d) {
        boolean grouped = op.equals("decode_grouped");
        long kvHeads = grouped ? heads / 4 : heads;
        int copies = (int) Math.max(2, Math.ceil((256 << 20) / (2.0 * kvHeads * n * d * 4)));
        Tensor q = randn(1, heads, 1, d);
        Tensor[] keys = new Tensor[copies];
        Tensor[] values = new Tensor[copies];
        for (int i = 0; i < copies; i++) {
            keys[i] = randn(1, kvHeads, n, d);
            values[i] = randn(1, kvHeads, n, d);
        }
        int[] turn = {0};
        return () -> {
            int i = turn[0]++ % copies;
            sdpa(q, keys[i], values[i], null, false, grouped);
        };
    }
}
