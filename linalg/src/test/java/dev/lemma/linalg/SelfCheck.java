package dev.lemma.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/// A program that compares kernels with references, for JVMs with other flags than those of the tests. Prints
/// what it ran with and `ok`, or fails.
final class SelfCheck {
    private static final int N = 333;

    private SelfCheck() {}

    public static void main(String[] arguments) {
        Random random = new Random(7);
        float[] x = random(random, N);
        float[] y = random(random, N);
        near("dot", VectorOps.dot(x, 0, y, 0, N), VectorOpsReference.dot(x, 0, y, 0, N), 1e-4);
        float[] softmax = x.clone();
        float[] expected = x.clone();
        VectorOps.softmax(softmax, 1, N - 2);
        VectorOpsReference.softmax(expected, 1, N - 2);
        near("softmax", softmax, expected, 1e-6);
        for (Rotation rotation : Rotation.values()) {
            float[] rotated = x.clone();
            expected = x.clone();
            VectorOps.rotate(rotation, rotated, 1, N - 1, y, x, 0);
            VectorOpsReference.rotate(rotation, expected, 1, N - 1, y, x, 0);
            near("rotate", rotated, expected, 1e-5);
        }
        try (WorkerPool pool = new WorkerPool(2);
                Arena arena = Arena.ofShared()) {
            Workspace workspace = new Workspace(pool);
            MemorySegment segment = arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_FLOAT, x);
            near("segment", SegmentOps.sum(segment, 0, N), VectorOpsReference.sum(x, 0, N), 1e-4);
            gemm(workspace, random);
            for (WeightType type : WeightType.values()) {
                weights(workspace, arena, type, random);
            }
        }
        System.out.println("lanes " + VectorOps.usesLanes() + ", fused " + Lanes.FUSED + ": ok");
    }

    private static void gemm(Workspace workspace, Random random) {
        int m = 37;
        int n = 71;
        float[] a = random(random, m * N);
        float[] b = random(random, N * n);
        float[] c = random(random, m * n);
        float[] expected = c.clone();
        Gemm.multiply(workspace, Gemm.Op.PLAIN, Gemm.Op.TRANSPOSED, m, n, N, 2, a, 0, N, b, 0, N, 1, c, 0, n);
        GemmReference.multiply(Gemm.Op.PLAIN, Gemm.Op.TRANSPOSED, m, n, N, 2, a, 0, N, b, 0, N, 1, expected, 0, n);
        near("gemm", c, expected, 1e-3);
    }

    private static void weights(Workspace workspace, Arena arena, WeightType type, Random random) {
        int rows = 40;
        int columns = 512;
        int n = 9;
        MemorySegment bytes = arena.allocate(type.bytes((long) rows * columns));
        Weights.quantize(type, random(random, rows * columns), 0, rows * columns, bytes, 0);
        Weights weights = Weights.of(type, rows, columns, bytes);
        float[] x = random(random, n * columns);
        float[] y = new float[n * rows];
        float[] expected = new float[n * rows];
        weights.gemm(workspace, n, x, 0, columns, y, 0, rows);
        WeightsReference.gemm(weights, n, x, 0, columns, expected, 0, rows);
        near(type + " gemm", y, expected, 1e-3);
        float[] vector = new float[rows];
        weights.gemv(workspace, x, 0, vector, 0);
        for (int r = 0; r < rows; r++) {
            near(type + " gemv", vector[r], expected[r], 1e-3);
        }
    }

    private static float[] random(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static void near(String what, float[] actual, float[] expected, double bound) {
        for (int i = 0; i < expected.length; i++) {
            near(what + " at " + i, actual[i], expected[i], bound);
        }
    }

    private static void near(String what, double actual, double expected, double bound) {
        if (!(Math.abs(actual - expected) <= bound)) {
            throw new AssertionError(what + ": " + actual + ", expected " + expected);
        }
    }
}
