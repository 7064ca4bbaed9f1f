package dev.lemma.linalg;

import java.lang.foreign.MemorySegment;

/// Checks of arguments at the public entries; the kernels behind them check nothing.
final class Checks {
    private Checks() {}

    /// @throws IllegalArgumentException unless `[offset, offset + length)` lies in an array of `size`
    static void range(String name, long offset, long length, long size) {
        if ((offset | length) < 0 || offset > size - length) {
            throw new IllegalArgumentException(
                    name + ": [" + offset + ", " + offset + " + " + length + ") is not inside [0, " + size + ")");
        }
    }

    /// @throws IllegalArgumentException unless `count` floats from byte `offset` on lie in the segment
    static void floats(String name, MemorySegment segment, long offset, int count) {
        range(name + " in bytes", offset, 4L * count, segment.byteSize());
    }

    /// @throws IllegalArgumentException if the segment is read-only
    static void writable(String name, MemorySegment segment) {
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException(name + " is read-only and would be modified");
        }
    }

    /// @throws IllegalArgumentException unless `value >= least`
    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ", not at least " + least);
        }
    }
}
