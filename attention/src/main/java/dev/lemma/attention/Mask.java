package dev.lemma.attention;

/// Which keys a query sees. Position `i` of the query and `j` of the key count from 0; members are immutable.
public sealed interface Mask {
    /// Whether the query at `i` sees the key at `j`.
    boolean sees(int i, int j);

    /// How many of `length` keys the query at `i` sees; at least 1 for `i < length`.
    int visible(int i, int length);

    /// All keys, also later ones.
    record Full() implements Mask {
        @Override
        public boolean sees(int i, int j) {
            return true;
        }

        @Override
        public int visible(int i, int length) {
            return length;
        }
    }

    /// The keys up to the query's own.
    record Causal() implements Mask {
        @Override
        public boolean sees(int i, int j) {
            return j <= i;
        }

        @Override
        public int visible(int i, int length) {
            return i + 1;
        }
    }

    /// The last `w` keys up to the query's own.
    ///
    /// @param w at least 1
    record Window(int w) implements Mask {
        public Window {
            Arguments.atLeast("w", w, 1);
        }

        @Override
        public boolean sees(int i, int j) {
            return j <= i && i - j < w;
        }

        @Override
        public int visible(int i, int length) {
            return Math.min(i + 1, w);
        }
    }

    /// The last `w` keys and the first `sinks`; for the first ones the two published forms count positions
    /// differently.
    sealed interface Lambda extends Mask {
        /// Keys at the beginning that every later query sees, at least 1; about 4.
        int sinks();

        /// Length of the window, at least 1.
        int w();

        /// The query's position from which on the sink `j` keeps one relative position.
        int fixedFrom(int j);

        /// The query's position that the sink `j` is scored with from [#fixedFrom] on.
        int fixedAt(int j);

        @Override
        default boolean sees(int i, int j) {
            return j <= i && (i - j < w() || j < sinks());
        }

        @Override
        default int visible(int i, int length) {
            return (int) Math.min(i + 1L, (long) w() + sinks());
        }
    }

    /// Distances are capped at the training length (Han et al. 2023, LM-Infinite).
    ///
    /// @param sinks at least 1
    /// @param w at least 1
    /// @param longest largest distance, at least `w - 1`
    record LambdaCapped(int sinks, int w, int longest) implements Lambda {
        public LambdaCapped {
            Arguments.atLeast("sinks", sinks, 1);
            Arguments.atLeast("w", w, 1);
            Arguments.atLeast("longest", longest, w - 1L);
        }

        @Override
        public int fixedFrom(int j) {
            return (int) Math.min((long) j + longest, Integer.MAX_VALUE);
        }

        @Override
        public int fixedAt(int j) {
            return fixedFrom(j);
        }
    }

    /// Positions are counted inside a cache of `sinks + w` keys (Xiao et al. 2023, StreamingLLM).
    ///
    /// @param sinks at least 1
    /// @param w at least 1
    record LambdaStreaming(int sinks, int w) implements Lambda {
        public LambdaStreaming {
            Arguments.atLeast("sinks", sinks, 1);
            Arguments.atLeast("w", w, 1);
            if ((long) sinks + w > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("sinks + w = " + ((long) sinks + w) + ", not below 2^31");
            }
        }

        @Override
        public int fixedFrom(int j) {
            return sinks + w - 1;
        }

        @Override
        public int fixedAt(int j) {
            return sinks + w - 1;
        }
    }
}
