package dev.lemma.linalg;

/// Singular values of an upper bidiagonal matrix by implicit QR steps, with zero shifts where they keep small
/// values accurate; the rotations of each step are written to a [Sweeps].
///
/// Source: Demmel & Kahan 1990; criteria of convergence and choice of direction as in LAPACK's bdsqr.
final class BidiagonalQr {
    private static final double EPS = 0x1p-53;
    /// A value times this is negligible against it, Demmel & Kahan's tolerance.
    private static final double TOL = Math.max(10, Math.min(100, Math.pow(EPS, -0.125))) * EPS;
    /// Steps a value may take on average; 2 are usual.
    private static final int STEPS = 30;

    private final double[] d;
    private final double[] e;
    private final double threshold;
    private int hi;
    private int oldLo = -1;
    private int oldHi = -1;
    private boolean down;
    private long stepsLeft;
    // Of the last rotation made.
    private double c;
    private double s;

    /// @param d diagonal, at the end the singular values with any sign, unordered
    /// @param e above it, at the end 0
    BidiagonalQr(double[] d, double[] e) {
        this.d = d;
        this.e = e;
        int n = d.length;
        this.hi = n - 1;
        this.stepsLeft = (long) STEPS * n;
        double least = n == 0 ? 0 : Math.abs(d[0]);
        double mu = least;
        for (int i = 1; i < n && least > 0; i++) {
            mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i - 1])));
            least = Math.min(least, mu);
        }
        double floor = 6.0 * n * n * Double.MIN_NORMAL;
        this.threshold = Math.max(TOL * least / Math.sqrt(n), floor);
    }

    /// Goes on until the sweeps are full.
    ///
    /// @return whether it goes on after that
    boolean run(Sweeps sweeps) {
        while (hi > 0) {
            if (Math.abs(e[hi - 1]) <= threshold) {
                e[hi - 1] = 0;
                hi--;
                continue;
            }
            if (!sweeps.hasRoom(hi + 1)) {
                return true;
            }
            step(sweeps);
        }
        return false;
    }

    private void step(Sweeps sweeps) {
        int lo = hi - 1;
        double largest = Math.max(Math.abs(d[hi]), Math.abs(d[lo]));
        while (lo > 0) {
            double element = Math.abs(e[lo - 1]);
            if (element <= threshold) {
                e[lo - 1] = 0;
                break;
            }
            lo--;
            largest = Math.max(largest, Math.max(Math.abs(d[lo]), element));
        }
        largest = Math.max(largest, Math.abs(e[hi - 1]));
        if (lo > oldHi || hi < oldLo || oldLo < 0) {
            // A new block: chase towards its smaller end.
            down = Math.abs(d[lo]) >= Math.abs(d[hi]);
        }
        double least = down ? settleDown(lo) : settleUp(lo);
        if (least < 0) {
            return;
        }
        oldLo = lo;
        oldHi = hi;
        if (stepsLeft-- == 0) {
            throw new IllegalStateException("no convergence of " + d.length + " singular values");
        }
        double shift = shift(lo, least, largest);
        sweeps.begin(lo, hi, down);
        if (down) {
            if (shift == 0) {
                zeroDown(lo, sweeps);
            } else {
                shiftedDown(lo, shift, sweeps);
            }
            if (Math.abs(e[hi - 1]) <= threshold) {
                e[hi - 1] = 0;
            }
        } else {
            if (shift == 0) {
                zeroUp(lo, sweeps);
            } else {
                shiftedUp(lo, shift, sweeps);
            }
            if (Math.abs(e[lo]) <= threshold) {
                e[lo] = 0;
            }
        }
        sweeps.end();
    }

    /// A bound of the least singular value of the block from below, or -1 if an element became 0.
    private double settleDown(int lo) {
        if (Math.abs(e[hi - 1]) <= TOL * Math.abs(d[hi])) {
            e[hi - 1] = 0;
            return -1;
        }
        double mu = Math.abs(d[lo]);
        double least = mu;
        for (int i = lo; i < hi; i++) {
            if (Math.abs(e[i]) <= TOL * mu) {
                e[i] = 0;
                return -1;
            }
            mu = Math.abs(d[i + 1]) * (mu / (mu + Math.abs(e[i])));
            least = Math.min(least, mu);
        }
        return least;
    }

    private double settleUp(int lo) {
        if (Math.abs(e[lo]) <= TOL * Math.abs(d[lo])) {
            e[lo] = 0;
            return -1;
        }
        double mu = Math.abs(d[hi]);
        double least = mu;
        for (int i = hi - 1; i >= lo; i--) {
            if (Math.abs(e[i]) <= TOL * mu) {
                e[i] = 0;
                return -1;
            }
            mu = Math.abs(d[i]) * (mu / (mu + Math.abs(e[i])));
            least = Math.min(least, mu);
        }
        return least;
    }

    private double shift(int lo, double least, double largest) {
        // A shift would cost the least values their relative accuracy.
        if (d.length * TOL * (least / largest) <= Math.max(EPS, 0.01 * TOL)) {
            return 0;
        }
        double end = Math.abs(down ? d[lo] : d[hi]);
        double shift = down ? leastOf(d[hi - 1], e[hi - 1], d[hi]) : leastOf(d[lo], e[lo], d[lo + 1]);
        double ratio = end > 0 ? shift / end : 1;
        return ratio * ratio < EPS ? 0 : shift;
    }

    /// The smaller singular value of `((f, g), (0, h))`, without overflow; LAPACK's las2.
    static double leastOf(double f, double g, double h) {
        double fa = Math.abs(f);
        double ga = Math.abs(g);
        double ha = Math.abs(h);
        double small = Math.min(fa, ha);
        double large = Math.max(fa, ha);
        if (small == 0) {
            return 0;
        }
        double as = 1 + small / large;
        double at = (large - small) / large;
        if (ga < large) {
            double au = ga / large * (ga / large);
            return small * (2 / (Math.sqrt(as * as + au) + Math.sqrt(at * at + au)));
        }
        double au = large / ga;
        if (au == 0) {
            return small * large / ga;
        }
        double low = as * au;
        double high = at * au;
        return 2 * (small * (1 / (Math.sqrt(1 + low * low) + Math.sqrt(1 + high * high))) * au);
    }

    /// `(c, s)` with `c f + s g = r` and `c g - s f = 0`.
    private double turn(double f, double g) {
        if (g == 0) {
            c = 1;
            s = 0;
            return f;
        }
        if (f == 0) {
            c = 0;
            s = 1;
            return g;
        }
        double square = f * f + g * g;
        double r = square > 0x1p-900 && square < 0x1p900 ? Math.sqrt(square) : Math.hypot(f, g);
        double inverse = 1 / r;
        if (inverse > 0x1p1000) {
            c = f / r;
            s = g / r;
        } else {
            c = f * inverse;
            s = g * inverse;
        }
        return r;
    }

    private void zeroDown(int lo, Sweeps sweeps) {
        double cs = 1;
        double oldC = 1;
        double oldS = 0;
        for (int i = lo; i < hi; i++) {
            double r = turn(d[i] * cs, e[i]);
            cs = c;
            double sn = s;
            if (i > lo) {
                e[i - 1] = oldS * r;
            }
            d[i] = turn(oldC * r, d[i + 1] * sn);
            oldC = c;
            oldS = s;
            sweeps.add(oldC, oldS, cs, sn);
        }
        double h = d[hi] * cs;
        d[hi] = h * oldC;
        e[hi - 1] = h * oldS;
    }

    private void zeroUp(int lo, Sweeps sweeps) {
        double cs = 1;
        double oldC = 1;
        double oldS = 0;
        for (int i = hi; i > lo; i--) {
            double r = turn(d[i] * cs, e[i - 1]);
            cs = c;
            double sn = s;
            if (i < hi) {
                e[i] = oldS * r;
            }
            d[i] = turn(oldC * r, d[i - 1] * sn);
            oldC = c;
            oldS = s;
            sweeps.add(cs, -sn, oldC, -oldS);
        }
        double h = d[lo] * cs;
        d[lo] = h * oldC;
        e[lo] = h * oldS;
    }

    private void shiftedDown(int lo, double shift, Sweeps sweeps) {
        double f = (Math.abs(d[lo]) - shift) * (Math.copySign(1, d[lo]) + shift / d[lo]);
        double g = e[lo];
        for (int i = lo; i < hi; i++) {
            double r = turn(f, g);
            double cr = c;
            double sr = s;
            if (i > lo) {
                e[i - 1] = r;
            }
            f = cr * d[i] + sr * e[i];
            double ei = cr * e[i] - sr * d[i];
            g = sr * d[i + 1];
            double next = cr * d[i + 1];
            d[i] = turn(f, g);
            f = c * ei + s * next;
            d[i + 1] = c * next - s * ei;
            if (i < hi - 1) {
                g = s * e[i + 1];
                e[i + 1] *= c;
            }
            sweeps.add(c, s, cr, sr);
        }
        e[hi - 1] = f;
    }

    private void shiftedUp(int lo, double shift, Sweeps sweeps) {
        double f = (Math.abs(d[hi]) - shift) * (Math.copySign(1, d[hi]) + shift / d[hi]);
        double g = e[hi - 1];
        for (int i = hi; i > lo; i--) {
            double r = turn(f, g);
            double cr = c;
            double sr = s;
            if (i < hi) {
                e[i] = r;
            }
            f = cr * d[i] + sr * e[i - 1];
            double ei = cr * e[i - 1] - sr * d[i];
            g = sr * d[i - 1];
            double next = cr * d[i - 1];
            d[i] = turn(f, g);
            f = c * ei + s * next;
            d[i - 1] = c * next - s * ei;
            if (i > lo + 1) {
                g = s * e[i - 2];
                e[i - 2] *= c;
            }
            sweeps.add(cr, -sr, c, -s);
        }
        e[lo] = f;
    }
}
