package dev.lemma.bench;

import dev.lemma.linalg.WorkerPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// What the machine can do at most, measured in Java: multiply-adds and bytes read from memory. Needs the
/// Vector API.
///
/// Both are measured with the threads of a pool, and are what kernels are compared with.
final class MachineLimits {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    /// Ten milliseconds: with one, the scheduler left both threads on one processor for seconds.
    private static final int CHAIN = 4_000_000;
    private static final int CHAINS = 10;
    private static final long BLOCK = 1 << 20;

    /// Keeps the measured loops from being removed.
    private final double[] sink;

    private final WorkerPool pool;

    MachineLimits(WorkerPool pool) {
        this.pool = pool;
        this.sink = new double[pool.threads() * 16];
    }

    /// Operations of one run of [#multiplyAdd].
    double multiplyAddOperations() {
        return 2.0 * CHAIN * CHAINS * S.length() * pool.threads();
    }

    /// Ten independent chains of multiply-adds on every thread.
    void multiplyAdd() {
        pool.run(pool.threads(), (index, worker) -> sink[index * 16] = chains());
    }

    private static float chains() {
        FloatVector a = FloatVector.broadcast(S, 1.0001f);
        FloatVector b = FloatVector.broadcast(S, 0.5f);
        FloatVector c0 = a;
        FloatVector c1 = a;
        FloatVector c2 = a;
        FloatVector c3 = a;
        FloatVector c4 = a;
        FloatVector c5 = a;
        FloatVector c6 = a;
        FloatVector c7 = a;
        FloatVector c8 = a;
        FloatVector c9 = a;
        for (int i = 0; i < CHAIN; i++) {
            c0 = a.fma(b, c0);
            c1 = a.fma(b, c1);
            c2 = a.fma(b, c2);
            c3 = a.fma(b, c3);
            c4 = a.fma(b, c4);
            c5 = a.fma(b, c5);
            c6 = a.fma(b, c6);
            c7 = a.fma(b, c7);
            c8 = a.fma(b, c8);
            c9 = a.fma(b, c9);
        }
        FloatVector low = c0.add(c1).add(c2).add(c3).add(c4);
        return low.add(c5).add(c6).add(c7).add(c8).add(c9).reduceLanes(VectorOperators.ADD);
    }

    /// Memory to read, touched so that it exists.
    static MemorySegment memory(Arena arena, long bytes) {
        MemorySegment memory = arena.allocate(bytes, 64);
        memory.fill((byte) 1);
        return memory;
    }

    /// Reads all of the memory once, in blocks of 1 MiB that the threads take in turn.
    void read(MemorySegment memory) {
        int blocks = Math.toIntExact(memory.byteSize() / BLOCK);
        pool.run(blocks, (index, worker) -> sink[worker * 16] += sum(memory, index * BLOCK));
    }

    private static long sum(MemorySegment memory, long from) {
        LongVector s0 = LongVector.zero(LONGS);
        LongVector s1 = s0;
        LongVector s2 = s0;
        LongVector s3 = s0;
        int step = LONGS.vectorByteSize();
        for (long at = 0; at < BLOCK; at += 4L * step) {
            s0 = s0.add(LongVector.fromMemorySegment(LONGS, memory, from + at, ByteOrder.nativeOrder()));
            s1 = s1.add(LongVector.fromMemorySegment(LONGS, memory, from + at + step, ByteOrder.nativeOrder()));
            s2 = s2.add(LongVector.fromMemorySegment(LONGS, memory, from + at + 2L * step, ByteOrder.nativeOrder()));
            s3 = s3.add(LongVector.fromMemorySegment(LONGS, memory, from + at + 3L * step, ByteOrder.nativeOrder()));
        }
        return s0.add(s1).add(s2).add(s3).reduceLanes(VectorOperators.ADD);
    }

    /// What was computed, so that it had to be.
    double computed() {
        double sum = 0;
        for (double value : sink) {
            sum += value;
        }
        return sum;
    }
}
