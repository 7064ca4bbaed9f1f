package dev.lemma.attention;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [Kernels] on the Vector API.
///
/// The two products keep 16 sums of a whole vector in registers where there are 32 of them, else 8: a sum is
/// then used again only when the multiply-add before it is done, and each load feeds two or eight of them.
/// The sums are local variables, not arrays, since the compiler keeps vectors in arrays in memory as objects.
/// A method has at most one exponential: with more of them C2 stops inlining and vectors become objects.
final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int B = 2 * L;

    /// AVX-512 and the 128-bit vectors of ARM have 32 registers, AVX2 has 16.
    private static final boolean WIDE = L >= 16 || System.getProperty("os.arch").equals("aarch64");

    // 0, 1, 2, ...
    private static final FloatVector IOTA = FloatVector.fromArray(S, iota(), 0);

    VectorKernels() {
        if (L > KEY_BLOCK) {
            throw new IllegalStateException("vectors of " + L + " floats; at most " + KEY_BLOCK + " are supported");
        }
    }

    private static float[] iota() {
        float[] x = new float[L];
        for (int i = 0; i < L; i++) {
            x[i] = i;
        }
        return x;
    }

    @Override
    public int queries() {
        return B;
    }

    /// Not `max`, which spends five instructions on NaN and signs of zero; there is no NaN here.
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    @Override
    public void scores(float[] qt, int d, float[] keys, int kb, float[] s, int so, float[] max) {
        if (WIDE) {
            scores8(qt, d, keys, kb, s, so);
        } else {
            scores4(qt, d, keys, kb, s, so);
            scores4(qt, d, keys, kb + 4, s, so + 4 * B);
        }
        for (int h = 0; h < B; h += L) {
            peak(s, so + h, max, h);
        }
    }

    /// Apart from the products: together they are too much for the compiler, which then makes objects of
    /// vectors.
    private static void peak(float[] s, int so, float[] max, int h) {
        FloatVector a = FloatVector.fromArray(S, max, h);
        FloatVector b = FloatVector.fromArray(S, s, so);
        for (int j = 1; j < KEYS - 1; j += 2) {
            a = larger(a, FloatVector.fromArray(S, s, so + j * B));
            b = larger(b, FloatVector.fromArray(S, s, so + (j + 1) * B));
        }
        a = larger(a, FloatVector.fromArray(S, s, so + (KEYS - 1) * B));
        larger(a, b).intoArray(max, h);
    }

    /// 8 keys. One method with all its sums in local variables: they stay in registers.
    private static void scores8(float[] qt, int d, float[] keys, int kb, float[] s, int so) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = FloatVector.zero(S);
        FloatVector d0 = FloatVector.zero(S);
        FloatVector d1 = FloatVector.zero(S);
        FloatVector e0 = FloatVector.zero(S);
        FloatVector e1 = FloatVector.zero(S);
        FloatVector f0 = FloatVector.zero(S);
        FloatVector f1 = FloatVector.zero(S);
        FloatVector g0 = FloatVector.zero(S);
        FloatVector g1 = FloatVector.zero(S);
        FloatVector h0 = FloatVector.zero(S);
        FloatVector h1 = FloatVector.zero(S);
        for (int c = 0; c < d; c++) {
            FloatVector q0 = FloatVector.fromArray(S, qt, c * B);
            FloatVector q1 = FloatVector.fromArray(S, qt, c * B + L);
            int k = kb + c * KEY_BLOCK;
            FloatVector x = FloatVector.broadcast(S, keys[k]);
            a0 = x.fma(q0, a0);
            a1 = x.fma(q1, a1);
            x = FloatVector.broadcast(S, keys[k + 1]);
            b0 = x.fma(q0, b0);
            b1 = x.fma(q1, b1);
            x = FloatVector.broadcast(S, keys[k + 2]);
            c0 = x.fma(q0, c0);
            c1 = x.fma(q1, c1);
            x = FloatVector.broadcast(S, keys[k + 3]);
            d0 = x.fma(q0, d0);
            d1 = x.fma(q1, d1);
            x = FloatVector.broadcast(S, keys[k + 4]);
            e0 = x.fma(q0, e0);
            e1 = x.fma(q1, e1);
            x = FloatVector.broadcast(S, keys[k + 5]);
            f0 = x.fma(q0, f0);
            f1 = x.fma(q1, f1);
            x = FloatVector.broadcast(S, keys[k + 6]);
            g0 = x.fma(q0, g0);
            g1 = x.fma(q1, g1);
            x = FloatVector.broadcast(S, keys[k + 7]);
            h0 = x.fma(q0, h0);
            h1 = x.fma(q1, h1);
        }
        a0.intoArray(s, so);
        a1.intoArray(s, so + L);
        b0.intoArray(s, so + 1 * B);
        b1.intoArray(s, so + 1 * B + L);
        c0.intoArray(s, so + 2 * B);
        c1.intoArray(s, so + 2 * B + L);
        d0.intoArray(s, so + 3 * B);
        d1.intoArray(s, so + 3 * B + L);
        e0.intoArray(s, so + 4 * B);
        e1.intoArray(s, so + 4 * B + L);
        f0.intoArray(s, so + 5 * B);
        f1.intoArray(s, so + 5 * B + L);
        g0.intoArray(s, so + 6 * B);
        g1.intoArray(s, so + 6 * B + L);
        h0.intoArray(s, so + 7 * B);
        h1.intoArray(s, so + 7 * B + L);
    }

    /// 4 keys. One method with all its sums in local variables: they stay in registers.
    private static void scores4(float[] qt, int d, float[] keys, int kb, float[] s, int so) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = FloatVector.zero(S);
        FloatVector d0 = FloatVector.zero(S);
        FloatVector d1 = FloatVector.zero(S);
        for (int c = 0; c < d; c++) {
            FloatVector q0 = FloatVector.fromArray(S, qt, c * B);
            FloatVector q1 = FloatVector.fromArray(S, qt, c * B + L);
            int k = kb + c * KEY_BLOCK;
            FloatVector x = FloatVector.broadcast(S, keys[k]);
            a0 = x.fma(q0, a0);
            a1 = x.fma(q1, a1);
            x = FloatVector.broadcast(S, keys[k + 1]);
            b0 = x.fma(q0, b0);
            b1 = x.fma(q1, b1);
            x = FloatVector.broadcast(S, keys[k + 2]);
            c0 = x.fma(q0, c0);
            c1 = x.fma(q1, c1);
            x = FloatVector.broadcast(S, keys[k + 3]);
            d0 = x.fma(q0, d0);
            d1 = x.fma(q1, d1);
        }
        a0.intoArray(s, so);
        a1.intoArray(s, so + L);
        b0.intoArray(s, so + 1 * B);
        b1.intoArray(s, so + 1 * B + L);
        c0.intoArray(s, so + 2 * B);
        c1.intoArray(s, so + 2 * B + L);
        d0.intoArray(s, so + 3 * B);
        d1.intoArray(s, so + 3 * B + L);
    }

    @Override
    public void values(float[] p, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale) {
        if (WIDE) {
            values8(p, keys, v, vo, stride, o, oo, rescale);
        } else {
            values4(p, keys, v, vo, stride, o, oo, rescale);
            values4(p, keys, v, vo + 4, stride, o, oo + 4 * B, rescale);
        }
    }

    /// 8 coordinates, like [#scores8].
    private static void values8(
            float[] p, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale) {
        FloatVector r0 = FloatVector.fromArray(S, rescale, 0);
        FloatVector r1 = FloatVector.fromArray(S, rescale, L);
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(r0);
        FloatVector a1 = FloatVector.fromArray(S, o, oo + L).mul(r1);
        FloatVector b0 = FloatVector.fromArray(S, o, oo + 1 * B).mul(r0);
        FloatVector b1 = FloatVector.fromArray(S, o, oo + 1 * B + L).mul(r1);
        FloatVector c0 = FloatVector.fromArray(S, o, oo + 2 * B).mul(r0);
        FloatVector c1 = FloatVector.fromArray(S, o, oo + 2 * B + L).mul(r1);
        FloatVector d0 = FloatVector.fromArray(S, o, oo + 3 * B).mul(r0);
        FloatVector d1 = FloatVector.fromArray(S, o, oo + 3 * B + L).mul(r1);
        FloatVector e0 = FloatVector.fromArray(S, o, oo + 4 * B).mul(r0);
        FloatVector e1 = FloatVector.fromArray(S, o, oo + 4 * B + L).mul(r1);
        FloatVector f0 = FloatVector.fromArray(S, o, oo + 5 * B).mul(r0);
        FloatVector f1 = FloatVector.fromArray(S, o, oo + 5 * B + L).mul(r1);
        FloatVector g0 = FloatVector.fromArray(S, o, oo + 6 * B).mul(r0);
        FloatVector g1 = FloatVector.fromArray(S, o, oo + 6 * B + L).mul(r1);
        FloatVector h0 = FloatVector.fromArray(S, o, oo + 7 * B).mul(r0);
        FloatVector h1 = FloatVector.fromArray(S, o, oo + 7 * B + L).mul(r1);
        for (int j = 0; j < keys; j++) {
            FloatVector p0 = FloatVector.fromArray(S, p, j * B);
            FloatVector p1 = FloatVector.fromArray(S, p, j * B + L);
            int c = vo + j * stride;
            FloatVector x = FloatVector.broadcast(S, v[c]);
            a0 = x.fma(p0, a0);
            a1 = x.fma(p1, a1);
            x = FloatVector.broadcast(S, v[c + 1]);
            b0 = x.fma(p0, b0);
            b1 = x.fma(p1, b1);
            x = FloatVector.broadcast(S, v[c + 2]);
            c0 = x.fma(p0, c0);
            c1 = x.fma(p1, c1);
            x = FloatVector.broadcast(S, v[c + 3]);
            d0 = x.fma(p0, d0);
            d1 = x.fma(p1, d1);
            x = FloatVector.broadcast(S, v[c + 4]);
            e0 = x.fma(p0, e0);
            e1 = x.fma(p1, e1);
            x = FloatVector.broadcast(S, v[c + 5]);
            f0 = x.fma(p0, f0);
            f1 = x.fma(p1, f1);
            x = FloatVector.broadcast(S, v[c + 6]);
            g0 = x.fma(p0, g0);
            g1 = x.fma(p1, g1);
            x = FloatVector.broadcast(S, v[c + 7]);
            h0 = x.fma(p0, h0);
            h1 = x.fma(p1, h1);
        }
        a0.intoArray(o, oo);
        a1.intoArray(o, oo + L);
        b0.intoArray(o, oo + 1 * B);
        b1.intoArray(o, oo + 1 * B + L);
        c0.intoArray(o, oo + 2 * B);
        c1.intoArray(o, oo + 2 * B + L);
        d0.intoArray(o, oo + 3 * B);
        d1.intoArray(o, oo + 3 * B + L);
        e0.intoArray(o, oo + 4 * B);
        e1.intoArray(o, oo + 4 * B + L);
        f0.intoArray(o, oo + 5 * B);
        f1.intoArray(o, oo + 5 * B + L);
        g0.intoArray(o, oo + 6 * B);
        g1.intoArray(o, oo + 6 * B + L);
        h0.intoArray(o, oo + 7 * B);
        h1.intoArray(o, oo + 7 * B + L);
    }

    /// 4 coordinates, like [#scores4].
    private static void values4(
            float[] p, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale) {
        FloatVector r0 = FloatVector.fromArray(S, rescale, 0);
        FloatVector r1 = FloatVector.fromArray(S, rescale, L);
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(r0);
        FloatVector a1 = FloatVector.fromArray(S, o, oo + L).mul(r1);
        FloatVector b0 = FloatVector.fromArray(S, o, oo + 1 * B).mul(r0);
        FloatVector b1 = FloatVector.fromArray(S, o, oo + 1 * B + L).mul(r1);
        FloatVector c0 = FloatVector.fromArray(S, o, oo + 2 * B).mul(r0);
        FloatVector c1 = FloatVector.fromArray(S, o, oo + 2 * B + L).mul(r1);
        FloatVector d0 = FloatVector.fromArray(S, o, oo + 3 * B).mul(r0);
        FloatVector d1 = FloatVector.fromArray(S, o, oo + 3 * B + L).mul(r1);
        for (int j = 0; j < keys; j++) {
            FloatVector p0 = FloatVector.fromArray(S, p, j * B);
            FloatVector p1 = FloatVector.fromArray(S, p, j * B + L);
            int c = vo + j * stride;
            FloatVector x = FloatVector.broadcast(S, v[c]);
            a0 = x.fma(p0, a0);
            a1 = x.fma(p1, a1);
            x = FloatVector.broadcast(S, v[c + 1]);
            b0 = x.fma(p0, b0);
            b1 = x.fma(p1, b1);
            x = FloatVector.broadcast(S, v[c + 2]);
            c0 = x.fma(p0, c0);
            c1 = x.fma(p1, c1);
            x = FloatVector.broadcast(S, v[c + 3]);
            d0 = x.fma(p0, d0);
            d1 = x.fma(p1, d1);
        }
        a0.intoArray(o, oo);
        a1.intoArray(o, oo + L);
        b0.intoArray(o, oo + 1 * B);
        b1.intoArray(o, oo + 1 * B + L);
        c0.intoArray(o, oo + 2 * B);
        c1.intoArray(o, oo + 2 * B + L);
        d0.intoArray(o, oo + 3 * B);
        d1.intoArray(o, oo + 3 * B + L);
    }

    @Override
    public void select(float[] s, int so, float[] t, int ahead, int from, int step) {
        for (int j = 0; j < KEYS; j++) {
            // Queries from this one on are far enough from key j.
            float first = tile((long) from + (long) step * j - ahead + j);
            for (int h = 0; h < B; h += L) {
                int at = j * B + h;
                VectorMask<Float> beyond = IOTA.add(h).compare(VectorOperators.GE, first);
                FloatVector.fromArray(S, s, so + at)
                        .blend(FloatVector.fromArray(S, t, at), beyond)
                        .intoArray(s, so + at);
            }
        }
    }

    @Override
    public void mask(float[] s, int so, int ahead, int near, int far, int firstKey, int endKey, float[] max) {
        for (int j = 0; j < KEYS; j++) {
            boolean key = j >= firstKey && j < endKey;
            // Queries [first, end) of the tile see key j.
            float first = key ? tile((long) near - ahead + j) : B;
            float end = tile((long) far - ahead + j);
            for (int h = 0; h < B; h += L) {
                int at = so + j * B + h;
                FloatVector query = IOTA.add(h);
                VectorMask<Float> hidden =
                        query.compare(VectorOperators.LT, first).or(query.compare(VectorOperators.GE, end));
                FloatVector x = FloatVector.fromArray(S, s, at).blend(MASKED, hidden);
                x.intoArray(s, at);
                larger(FloatVector.fromArray(S, max, h), x).intoArray(max, h);
            }
        }
    }

    /// A place among the queries of a tile, or one just outside on the right side: exact as a float.
    private static float tile(long query) {
        return Math.clamp(query, -1, B);
    }

    @Override
    public void softmax(float[] s, int keys, float[] max, float[] m, float[] l, float[] rescale) {
        for (int h = 0; h < B; h += L) {
            raise(max, m, l, rescale, h);
        }
        for (int h = 0; h < B; h += L) {
            weigh(s, keys, m, l, h);
        }
    }

    private static void raise(float[] max, float[] m, float[] l, float[] rescale, int h) {
        FloatVector before = FloatVector.fromArray(S, m, h);
        FloatVector after = larger(before, FloatVector.fromArray(S, max, h));
        after.intoArray(m, h);
        FloatVector c = exp2(before.sub(after));
        c.intoArray(rescale, h);
        FloatVector.fromArray(S, l, h).mul(c).intoArray(l, h);
    }

    private static void weigh(float[] s, int keys, float[] m, float[] l, int h) {
        FloatVector max = FloatVector.fromArray(S, m, h);
        FloatVector sum = FloatVector.fromArray(S, l, h);
        for (int j = 0; j < keys; j++) {
            FloatVector p = exp2(FloatVector.fromArray(S, s, j * B + h).sub(max));
            p.intoArray(s, j * B + h);
            sum = sum.add(p);
        }
        sum.intoArray(l, h);
    }

    /// `2^x` for `x <= 0` with a relative error below one unit in the last place, and 0 from -127 down.
    ///
    /// `x = t + f` with `t` whole and `|f| <= 1/2`. Adding `3 * 2^22` leaves `t` in the lowest bits of the
    /// sum, from where it is shifted into the exponent of the polynomial's value. The coefficients are a
    /// minimax fit to `2^f`.
    private static FloatVector exp2(FloatVector y) {
        // At -127 the value is 1 with its exponent lowered by 127, which is 0.
        FloatVector x = y.blend(-127f, y.compare(VectorOperators.LT, -127f));
        FloatVector t = x.add(12582912f);
        FloatVector f = x.sub(t.sub(12582912f));
        FloatVector p = FloatVector.broadcast(S, 1.5353362e-4f);
        p = p.fma(f, FloatVector.broadcast(S, 1.3398874e-3f));
        p = p.fma(f, FloatVector.broadcast(S, 9.618437e-3f));
        p = p.fma(f, FloatVector.broadcast(S, 5.5503324e-2f));
        p = p.fma(f, FloatVector.broadcast(S, 2.4022648e-1f));
        p = p.fma(f, FloatVector.broadcast(S, 6.931472e-1f));
        p = p.fma(f, FloatVector.broadcast(S, 1f));
        return t.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, 23)
                .add(p.reinterpretAsInts())
                .reinterpretAsFloats();
    }

    @Override
    public void rotate(
            float[] from,
            int fromAt,
            float[] to,
            int toAt,
            int d,
            int lanes,
            Rotary rotary,
            RotationTable table,
            int p,
            int sign) {
        float[] cos = table.cos();
        float[] sin = table.sin();
        int pairs = rotary.pairs();
        for (int c = 0; c < pairs; c++) {
            int angle = c * table.stride() + p;
            int first = rotary.first(c) * lanes;
            int second = rotary.second(c) * lanes;
            for (int j = 0; j < lanes; j += L) {
                FloatVector x = FloatVector.fromArray(S, from, fromAt + first + j);
                FloatVector y = FloatVector.fromArray(S, from, fromAt + second + j);
                FloatVector cosine = FloatVector.fromArray(S, cos, angle + j);
                FloatVector sine = FloatVector.fromArray(S, sin, angle + j).mul(sign);
                x.mul(cosine).sub(y.mul(sine)).intoArray(to, toAt + first + j);
                x.mul(sine).add(y.mul(cosine)).intoArray(to, toAt + second + j);
            }
        }
        int turned = rotary.dims() * lanes;
        System.arraycopy(from, fromAt + turned, to, toAt + turned, d * lanes - turned);
    }

    @Override
    public int maxBits(float[] x, int at, int n) {
        IntVector most = IntVector.zero(I);
        int end = I.loopBound(n);
        for (int i = 0; i < end; i += L) {
            most = most.max(
                    FloatVector.fromArray(S, x, at + i).reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        int max = most.reduceLanes(VectorOperators.MAX);
        for (int i = end; i < n; i++) {
            max = Math.max(max, Float.floatToRawIntBits(x[at + i]) & Integer.MAX_VALUE);
        }
        return max;
    }

    /// Block after block, so that memory is read in one stream.
    @Override
    public void decodeScores(
            int queries, float[] q, int qo, int stride, int d, float[] keys, int kb, float[] s, int so) {
        for (int j = 0; j < DECODE_KEYS; j += L) {
            int k = kb + j / KEY_BLOCK * KEY_BLOCK * d + j % KEY_BLOCK;
            if (queries == 1) {
                decodeScores1(q, qo, d, keys, k, s, so + j);
            } else {
                decodeScores4(q, qo, stride, d, keys, k, s, so + j);
            }
        }
    }

    /// 1 query and the keys of one vector. Coordinates in four sums, so that none waits for the last.
    private static void decodeScores1(float[] q, int qo, int d, float[] keys, int kb, float[] s, int so) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector a2 = FloatVector.zero(S);
        FloatVector a3 = FloatVector.zero(S);
        for (int c = 0; c < d; c += 4) {
            int k = kb + c * KEY_BLOCK;
            FloatVector x0 = FloatVector.fromArray(S, keys, k);
            FloatVector x1 = FloatVector.fromArray(S, keys, k + KEY_BLOCK);
            FloatVector x2 = FloatVector.fromArray(S, keys, k + 2 * KEY_BLOCK);
            FloatVector x3 = FloatVector.fromArray(S, keys, k + 3 * KEY_BLOCK);
            a0 = x0.fma(FloatVector.broadcast(S, q[qo + c]), a0);
            a1 = x1.fma(FloatVector.broadcast(S, q[qo + c + 1]), a1);
            a2 = x2.fma(FloatVector.broadcast(S, q[qo + c + 2]), a2);
            a3 = x3.fma(FloatVector.broadcast(S, q[qo + c + 3]), a3);
        }
        a0.add(a1).add(a2.add(a3)).intoArray(s, so);
    }

    /// 4 queries and the keys of one vector. Coordinates in two sums, so that none waits for the last.
    private static void decodeScores4(float[] q, int qo, int stride, int d, float[] keys, int kb, float[] s, int so) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = FloatVector.zero(S);
        FloatVector b0 = FloatVector.zero(S);
        FloatVector b1 = FloatVector.zero(S);
        FloatVector c0 = FloatVector.zero(S);
        FloatVector c1 = FloatVector.zero(S);
        FloatVector d0 = FloatVector.zero(S);
        FloatVector d1 = FloatVector.zero(S);
        for (int c = 0; c < d; c += 2) {
            int k = kb + c * KEY_BLOCK;
            FloatVector x0 = FloatVector.fromArray(S, keys, k);
            FloatVector x1 = FloatVector.fromArray(S, keys, k + KEY_BLOCK);
            a0 = x0.fma(FloatVector.broadcast(S, q[qo + c]), a0);
            a1 = x1.fma(FloatVector.broadcast(S, q[qo + c + 1]), a1);
            b0 = x0.fma(FloatVector.broadcast(S, q[qo + stride + c]), b0);
            b1 = x1.fma(FloatVector.broadcast(S, q[qo + stride + c + 1]), b1);
            c0 = x0.fma(FloatVector.broadcast(S, q[qo + 2 * stride + c]), c0);
            c1 = x1.fma(FloatVector.broadcast(S, q[qo + 2 * stride + c + 1]), c1);
            d0 = x0.fma(FloatVector.broadcast(S, q[qo + 3 * stride + c]), d0);
            d1 = x1.fma(FloatVector.broadcast(S, q[qo + 3 * stride + c + 1]), d1);
        }
        a0.add(a1).intoArray(s, so);
        b0.add(b1).intoArray(s, so + DECODE_KEYS);
        c0.add(c1).intoArray(s, so + 2 * DECODE_KEYS);
        d0.add(d1).intoArray(s, so + 3 * DECODE_KEYS);
    }

    @Override
    public float largest(float[] s, int so) {
        FloatVector a = FloatVector.broadcast(S, MASKED);
        FloatVector b = a;
        for (int j = so; j < so + DECODE_KEYS; j += 2 * L) {
            a = larger(a, FloatVector.fromArray(S, s, j));
            b = larger(b, FloatVector.fromArray(S, s, j + L));
        }
        return larger(a, b).reduceLanes(VectorOperators.MAX);
    }

    @Override
    public float exponentiate(float[] s, int so, float m) {
        FloatVector sum = FloatVector.zero(S);
        for (int j = so; j < so + DECODE_KEYS; j += L) {
            FloatVector p = exp2(FloatVector.fromArray(S, s, j).sub(m));
            p.intoArray(s, j);
            sum = sum.add(p);
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    /// As many coordinates at a time as there are registers for, so that rows are read whole.
    @Override
    public void decodeValues(
            int queries,
            float[] p,
            int po,
            int keys,
            float[] v,
            int vo,
            int stride,
            float[] o,
            int oo,
            float[] rescale,
            int ro) {
        int c = 0;
        for (; c + 8 * L <= stride; c += 8 * L) {
            if (queries == 1) {
                decodeValues1x8(p, po, keys, v, vo + c, stride, o, oo + c, rescale, ro);
            } else {
                decodeValues2x8(p, po, keys, v, vo + c, stride, o, oo + c, rescale, ro);
                decodeValues2x8(
                        p, po + 2 * DECODE_KEYS, keys, v, vo + c, stride, o, oo + 2 * stride + c, rescale, ro + 2);
            }
        }
        for (; c + 4 * L <= stride; c += 4 * L) {
            if (queries == 1) {
                decodeValues1x4(p, po, keys, v, vo + c, stride, o, oo + c, rescale, ro);
            } else {
                decodeValues4x4(p, po, keys, v, vo + c, stride, o, oo + c, rescale, ro);
            }
        }
        for (; c < stride; c += L) {
            if (queries == 1) {
                decodeValues1x1(p, po, keys, v, vo + c, stride, o, oo + c, rescale, ro);
            } else {
                decodeValues4x1(p, po, keys, v, vo + c, stride, o, oo + c, rescale, ro);
            }
        }
    }

    /// 1 query, 8 vectors of coordinates.
    private static void decodeValues1x8(
            float[] p, int po, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale, int ro) {
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(rescale[ro]);
        FloatVector a1 = FloatVector.fromArray(S, o, oo + L).mul(rescale[ro]);
        FloatVector a2 = FloatVector.fromArray(S, o, oo + 2 * L).mul(rescale[ro]);
        FloatVector a3 = FloatVector.fromArray(S, o, oo + 3 * L).mul(rescale[ro]);
        FloatVector a4 = FloatVector.fromArray(S, o, oo + 4 * L).mul(rescale[ro]);
        FloatVector a5 = FloatVector.fromArray(S, o, oo + 5 * L).mul(rescale[ro]);
        FloatVector a6 = FloatVector.fromArray(S, o, oo + 6 * L).mul(rescale[ro]);
        FloatVector a7 = FloatVector.fromArray(S, o, oo + 7 * L).mul(rescale[ro]);
        for (int j = 0; j < keys; j++) {
            int at = vo + j * stride;
            FloatVector y = FloatVector.broadcast(S, p[po + j]);
            a0 = FloatVector.fromArray(S, v, at).fma(y, a0);
            a1 = FloatVector.fromArray(S, v, at + L).fma(y, a1);
            a2 = FloatVector.fromArray(S, v, at + 2 * L).fma(y, a2);
            a3 = FloatVector.fromArray(S, v, at + 3 * L).fma(y, a3);
            a4 = FloatVector.fromArray(S, v, at + 4 * L).fma(y, a4);
            a5 = FloatVector.fromArray(S, v, at + 5 * L).fma(y, a5);
            a6 = FloatVector.fromArray(S, v, at + 6 * L).fma(y, a6);
            a7 = FloatVector.fromArray(S, v, at + 7 * L).fma(y, a7);
        }
        a0.intoArray(o, oo);
        a1.intoArray(o, oo + L);
        a2.intoArray(o, oo + 2 * L);
        a3.intoArray(o, oo + 3 * L);
        a4.intoArray(o, oo + 4 * L);
        a5.intoArray(o, oo + 5 * L);
        a6.intoArray(o, oo + 6 * L);
        a7.intoArray(o, oo + 7 * L);
    }

    /// 2 queries, 8 vectors of coordinates.
    private static void decodeValues2x8(
            float[] p, int po, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale, int ro) {
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(rescale[ro]);
        FloatVector a1 = FloatVector.fromArray(S, o, oo + L).mul(rescale[ro]);
        FloatVector a2 = FloatVector.fromArray(S, o, oo + 2 * L).mul(rescale[ro]);
        FloatVector a3 = FloatVector.fromArray(S, o, oo + 3 * L).mul(rescale[ro]);
        FloatVector a4 = FloatVector.fromArray(S, o, oo + 4 * L).mul(rescale[ro]);
        FloatVector a5 = FloatVector.fromArray(S, o, oo + 5 * L).mul(rescale[ro]);
        FloatVector a6 = FloatVector.fromArray(S, o, oo + 6 * L).mul(rescale[ro]);
        FloatVector a7 = FloatVector.fromArray(S, o, oo + 7 * L).mul(rescale[ro]);
        FloatVector b0 = FloatVector.fromArray(S, o, oo + stride).mul(rescale[ro + 1]);
        FloatVector b1 = FloatVector.fromArray(S, o, oo + stride + L).mul(rescale[ro + 1]);
        FloatVector b2 = FloatVector.fromArray(S, o, oo + stride + 2 * L).mul(rescale[ro + 1]);
        FloatVector b3 = FloatVector.fromArray(S, o, oo + stride + 3 * L).mul(rescale[ro + 1]);
        FloatVector b4 = FloatVector.fromArray(S, o, oo + stride + 4 * L).mul(rescale[ro + 1]);
        FloatVector b5 = FloatVector.fromArray(S, o, oo + stride + 5 * L).mul(rescale[ro + 1]);
        FloatVector b6 = FloatVector.fromArray(S, o, oo + stride + 6 * L).mul(rescale[ro + 1]);
        FloatVector b7 = FloatVector.fromArray(S, o, oo + stride + 7 * L).mul(rescale[ro + 1]);
        for (int j = 0; j < keys; j++) {
            int at = vo + j * stride;
            FloatVector x0 = FloatVector.fromArray(S, v, at);
            FloatVector x1 = FloatVector.fromArray(S, v, at + L);
            FloatVector x2 = FloatVector.fromArray(S, v, at + 2 * L);
            FloatVector x3 = FloatVector.fromArray(S, v, at + 3 * L);
            FloatVector x4 = FloatVector.fromArray(S, v, at + 4 * L);
            FloatVector x5 = FloatVector.fromArray(S, v, at + 5 * L);
            FloatVector x6 = FloatVector.fromArray(S, v, at + 6 * L);
            FloatVector x7 = FloatVector.fromArray(S, v, at + 7 * L);
            FloatVector y = FloatVector.broadcast(S, p[po + j]);
            a0 = x0.fma(y, a0);
            a1 = x1.fma(y, a1);
            a2 = x2.fma(y, a2);
            a3 = x3.fma(y, a3);
            a4 = x4.fma(y, a4);
            a5 = x5.fma(y, a5);
            a6 = x6.fma(y, a6);
            a7 = x7.fma(y, a7);
            y = FloatVector.broadcast(S, p[po + DECODE_KEYS + j]);
            b0 = x0.fma(y, b0);
            b1 = x1.fma(y, b1);
            b2 = x2.fma(y, b2);
            b3 = x3.fma(y, b3);
            b4 = x4.fma(y, b4);
            b5 = x5.fma(y, b5);
            b6 = x6.fma(y, b6);
            b7 = x7.fma(y, b7);
        }
        a0.intoArray(o, oo);
        a1.intoArray(o, oo + L);
        a2.intoArray(o, oo + 2 * L);
        a3.intoArray(o, oo + 3 * L);
        a4.intoArray(o, oo + 4 * L);
        a5.intoArray(o, oo + 5 * L);
        a6.intoArray(o, oo + 6 * L);
        a7.intoArray(o, oo + 7 * L);
        b0.intoArray(o, oo + stride);
        b1.intoArray(o, oo + stride + L);
        b2.intoArray(o, oo + stride + 2 * L);
        b3.intoArray(o, oo + stride + 3 * L);
        b4.intoArray(o, oo + stride + 4 * L);
        b5.intoArray(o, oo + stride + 5 * L);
        b6.intoArray(o, oo + stride + 6 * L);
        b7.intoArray(o, oo + stride + 7 * L);
    }

    /// 1 query, 4 vectors of coordinates.
    private static void decodeValues1x4(
            float[] p, int po, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale, int ro) {
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(rescale[ro]);
        FloatVector a1 = FloatVector.fromArray(S, o, oo + L).mul(rescale[ro]);
        FloatVector a2 = FloatVector.fromArray(S, o, oo + 2 * L).mul(rescale[ro]);
        FloatVector a3 = FloatVector.fromArray(S, o, oo + 3 * L).mul(rescale[ro]);
        for (int j = 0; j < keys; j++) {
            int at = vo + j * stride;
            FloatVector y = FloatVector.broadcast(S, p[po + j]);
            a0 = FloatVector.fromArray(S, v, at).fma(y, a0);
            a1 = FloatVector.fromArray(S, v, at + L).fma(y, a1);
            a2 = FloatVector.fromArray(S, v, at + 2 * L).fma(y, a2);
            a3 = FloatVector.fromArray(S, v, at + 3 * L).fma(y, a3);
        }
        a0.intoArray(o, oo);
        a1.intoArray(o, oo + L);
        a2.intoArray(o, oo + 2 * L);
        a3.intoArray(o, oo + 3 * L);
    }

    /// 4 queries, 4 vectors of coordinates.
    private static void decodeValues4x4(
            float[] p, int po, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale, int ro) {
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(rescale[ro]);
        FloatVector a1 = FloatVector.fromArray(S, o, oo + L).mul(rescale[ro]);
        FloatVector a2 = FloatVector.fromArray(S, o, oo + 2 * L).mul(rescale[ro]);
        FloatVector a3 = FloatVector.fromArray(S, o, oo + 3 * L).mul(rescale[ro]);
        FloatVector b0 = FloatVector.fromArray(S, o, oo + stride).mul(rescale[ro + 1]);
        FloatVector b1 = FloatVector.fromArray(S, o, oo + stride + L).mul(rescale[ro + 1]);
        FloatVector b2 = FloatVector.fromArray(S, o, oo + stride + 2 * L).mul(rescale[ro + 1]);
        FloatVector b3 = FloatVector.fromArray(S, o, oo + stride + 3 * L).mul(rescale[ro + 1]);
        FloatVector c0 = FloatVector.fromArray(S, o, oo + 2 * stride).mul(rescale[ro + 2]);
        FloatVector c1 = FloatVector.fromArray(S, o, oo + 2 * stride + L).mul(rescale[ro + 2]);
        FloatVector c2 = FloatVector.fromArray(S, o, oo + 2 * stride + 2 * L).mul(rescale[ro + 2]);
        FloatVector c3 = FloatVector.fromArray(S, o, oo + 2 * stride + 3 * L).mul(rescale[ro + 2]);
        FloatVector d0 = FloatVector.fromArray(S, o, oo + 3 * stride).mul(rescale[ro + 3]);
        FloatVector d1 = FloatVector.fromArray(S, o, oo + 3 * stride + L).mul(rescale[ro + 3]);
        FloatVector d2 = FloatVector.fromArray(S, o, oo + 3 * stride + 2 * L).mul(rescale[ro + 3]);
        FloatVector d3 = FloatVector.fromArray(S, o, oo + 3 * stride + 3 * L).mul(rescale[ro + 3]);
        for (int j = 0; j < keys; j++) {
            int at = vo + j * stride;
            FloatVector x0 = FloatVector.fromArray(S, v, at);
            FloatVector x1 = FloatVector.fromArray(S, v, at + L);
            FloatVector x2 = FloatVector.fromArray(S, v, at + 2 * L);
            FloatVector x3 = FloatVector.fromArray(S, v, at + 3 * L);
            FloatVector y = FloatVector.broadcast(S, p[po + j]);
            a0 = x0.fma(y, a0);
            a1 = x1.fma(y, a1);
            a2 = x2.fma(y, a2);
            a3 = x3.fma(y, a3);
            y = FloatVector.broadcast(S, p[po + DECODE_KEYS + j]);
            b0 = x0.fma(y, b0);
            b1 = x1.fma(y, b1);
            b2 = x2.fma(y, b2);
            b3 = x3.fma(y, b3);
            y = FloatVector.broadcast(S, p[po + 2 * DECODE_KEYS + j]);
            c0 = x0.fma(y, c0);
            c1 = x1.fma(y, c1);
            c2 = x2.fma(y, c2);
            c3 = x3.fma(y, c3);
            y = FloatVector.broadcast(S, p[po + 3 * DECODE_KEYS + j]);
            d0 = x0.fma(y, d0);
            d1 = x1.fma(y, d1);
            d2 = x2.fma(y, d2);
            d3 = x3.fma(y, d3);
        }
        a0.intoArray(o, oo);
        a1.intoArray(o, oo + L);
        a2.intoArray(o, oo + 2 * L);
        a3.intoArray(o, oo + 3 * L);
        b0.intoArray(o, oo + stride);
        b1.intoArray(o, oo + stride + L);
        b2.intoArray(o, oo + stride + 2 * L);
        b3.intoArray(o, oo + stride + 3 * L);
        c0.intoArray(o, oo + 2 * stride);
        c1.intoArray(o, oo + 2 * stride + L);
        c2.intoArray(o, oo + 2 * stride + 2 * L);
        c3.intoArray(o, oo + 2 * stride + 3 * L);
        d0.intoArray(o, oo + 3 * stride);
        d1.intoArray(o, oo + 3 * stride + L);
        d2.intoArray(o, oo + 3 * stride + 2 * L);
        d3.intoArray(o, oo + 3 * stride + 3 * L);
    }

    /// 1 query, 1 vector of coordinates.
    private static void decodeValues1x1(
            float[] p, int po, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale, int ro) {
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(rescale[ro]);
        for (int j = 0; j < keys; j++) {
            int at = vo + j * stride;
            FloatVector y = FloatVector.broadcast(S, p[po + j]);
            a0 = FloatVector.fromArray(S, v, at).fma(y, a0);
        }
        a0.intoArray(o, oo);
    }

    /// 4 queries, 1 vector of coordinates.
    private static void decodeValues4x1(
            float[] p, int po, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale, int ro) {
        FloatVector a0 = FloatVector.fromArray(S, o, oo).mul(rescale[ro]);
        FloatVector b0 = FloatVector.fromArray(S, o, oo + stride).mul(rescale[ro + 1]);
        FloatVector c0 = FloatVector.fromArray(S, o, oo + 2 * stride).mul(rescale[ro + 2]);
        FloatVector d0 = FloatVector.fromArray(S, o, oo + 3 * stride).mul(rescale[ro + 3]);
        for (int j = 0; j < keys; j++) {
            int at = vo + j * stride;
            FloatVector x0 = FloatVector.fromArray(S, v, at);
            FloatVector y = FloatVector.broadcast(S, p[po + j]);
            a0 = x0.fma(y, a0);
            y = FloatVector.broadcast(S, p[po + DECODE_KEYS + j]);
            b0 = x0.fma(y, b0);
            y = FloatVector.broadcast(S, p[po + 2 * DECODE_KEYS + j]);
            c0 = x0.fma(y, c0);
            y = FloatVector.broadcast(S, p[po + 3 * DECODE_KEYS + j]);
            d0 = x0.fma(y, d0);
        }
        a0.intoArray(o, oo);
        b0.intoArray(o, oo + stride);
        c0.intoArray(o, oo + 2 * stride);
        d0.intoArray(o, oo + 3 * stride);
    }
}
