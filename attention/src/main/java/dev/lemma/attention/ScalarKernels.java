package dev.lemma.attention;

/// [Kernels] in plain Java, for JVMs without the Vector API; loops whose lanes the compiler may join.
final class ScalarKernels implements Kernels {
    private static final int B = 32;

    @Override
    public int queries() {
        return B;
    }

    @Override
    public void scores(float[] qt, int d, float[] keys, int kb, float[] s, int so, float[] max) {
        for (int j = 0; j < KEYS; j++) {
            int row = so + j * B;
            for (int q = 0; q < B; q++) {
                s[row + q] = 0;
            }
            for (int c = 0; c < d; c++) {
                float x = keys[kb + c * KEY_BLOCK + j];
                for (int q = 0; q < B; q++) {
                    s[row + q] += x * qt[c * B + q];
                }
            }
            for (int q = 0; q < B; q++) {
                max[q] = Math.max(max[q], s[row + q]);
            }
        }
    }

    @Override
    public void select(float[] s, int so, float[] t, int ahead, int from, int step) {
        for (int j = 0; j < KEYS; j++) {
            for (int q = 0; q < B; q++) {
                if ((long) ahead + q - j >= (long) from + (long) step * j) {
                    s[so + j * B + q] = t[j * B + q];
                }
            }
        }
    }

    @Override
    public void mask(float[] s, int so, int ahead, int near, int far, int firstKey, int endKey, float[] max) {
        for (int j = 0; j < KEYS; j++) {
            boolean key = j >= firstKey && j < endKey;
            for (int q = 0; q < B; q++) {
                long distance = (long) ahead + q - j;
                int at = so + j * B + q;
                if (!key || distance < near || distance >= far) {
                    s[at] = MASKED;
                }
                max[q] = Math.max(max[q], s[at]);
            }
        }
    }

    @Override
    public void softmax(float[] s, int keys, float[] max, float[] m, float[] l, float[] rescale) {
        for (int q = 0; q < B; q++) {
            float larger = Math.max(m[q], max[q]);
            rescale[q] = exp2(m[q] - larger);
            m[q] = larger;
            l[q] *= rescale[q];
        }
        for (int j = 0; j < keys; j++) {
            for (int q = 0; q < B; q++) {
                float p = exp2(s[j * B + q] - m[q]);
                s[j * B + q] = p;
                l[q] += p;
            }
        }
    }

    /// `2^x` for `x <= 0`; 0 from -127 down, as the vectors have it.
    static float exp2(float x) {
        return x <= -127 ? 0 : (float) Math.exp(x * 0.6931471805599453);
    }

    @Override
    public void values(float[] p, int keys, float[] v, int vo, int stride, float[] o, int oo, float[] rescale) {
        for (int c = 0; c < 8; c++) {
            int row = oo + c * B;
            for (int q = 0; q < B; q++) {
                o[row + q] *= rescale[q];
            }
            for (int j = 0; j < keys; j++) {
                float x = v[vo + j * stride + c];
                for (int q = 0; q < B; q++) {
                    o[row + q] += x * p[j * B + q];
                }
            }
        }
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
        for (int c = 0; c < rotary.pairs(); c++) {
            int angle = c * table.stride() + p;
            int first = rotary.first(c) * lanes;
            int second = rotary.second(c) * lanes;
            for (int j = 0; j < lanes; j++) {
                float x = from[fromAt + first + j];
                float y = from[fromAt + second + j];
                float turn = sign * sin[angle + j];
                to[toAt + first + j] = x * cos[angle + j] - y * turn;
                to[toAt + second + j] = x * turn + y * cos[angle + j];
            }
        }
        int turned = rotary.dims() * lanes;
        System.arraycopy(from, fromAt + turned, to, toAt + turned, d * lanes - turned);
    }

    @Override
    public int maxBits(float[] x, int at, int n) {
        int max = 0;
        for (int i = at; i < at + n; i++) {
            max = Math.max(max, Float.floatToRawIntBits(x[i]) & Integer.MAX_VALUE);
        }
        return max;
    }

    @Override
    public void decodeScores(
            int queries, float[] q, int qo, int stride, int d, float[] keys, int kb, float[] s, int so) {
        for (int r = 0; r < queries; r++) {
            for (int block = 0; block < DECODE_KEYS / KEY_BLOCK; block++) {
                int to = so + r * DECODE_KEYS + block * KEY_BLOCK;
                for (int j = 0; j < KEY_BLOCK; j++) {
                    s[to + j] = 0;
                }
                for (int c = 0; c < d; c++) {
                    float x = q[qo + r * stride + c];
                    int key = kb + (block * d + c) * KEY_BLOCK;
                    for (int j = 0; j < KEY_BLOCK; j++) {
                        s[to + j] += x * keys[key + j];
                    }
                }
            }
        }
    }

    @Override
    public float largest(float[] s, int so) {
        float max = MASKED;
        for (int j = 0; j < DECODE_KEYS; j++) {
            max = Math.max(max, s[so + j]);
        }
        return max;
    }

    @Override
    public float exponentiate(float[] s, int so, float m) {
        float sum = 0;
        for (int j = so; j < so + DECODE_KEYS; j++) {
            s[j] = exp2(s[j] - m);
            sum += s[j];
        }
        return sum;
    }

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
        for (int r = 0; r < queries; r++) {
            int out = oo + r * stride;
            for (int c = 0; c < stride; c++) {
                o[out + c] *= rescale[ro + r];
            }
            for (int j = 0; j < keys; j++) {
                float x = p[po + r * DECODE_KEYS + j];
                for (int c = 0; c < stride; c++) {
                    o[out + c] += x * v[vo + j * stride + c];
                }
            }
        }
    }
}
