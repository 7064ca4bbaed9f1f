package dev.lemma.attention;

import dev.lemma.linalg.WorkerPool;

/// Exact attention, fast and in memory that grows with the length only; [AttentionReference] has the
/// formulas.
///
/// Keys and values go into a cache with [#append], once; then [#prefill] computes a block of queries and
/// [#decode] one. Both take the queries as the projection wrote them, unscaled and unrotated.
///
/// Work is cut into tasks of a fixed size: the result does not depend on the number of threads (it may depend
/// in the last bits on the processor's vector length). Calls allocate nothing once the workspace has its
/// size.
///
/// Immutable: any number of threads may share one, each with its own workspace.
///
/// Cost: `4 d` operations for each query and key that it sees; window and lambda masks skip the other keys;
/// piecewise schemes compute both their products only where the window's edge crosses 8 keys. The operator
/// itself holds `2 maxLength d` floats of cosines and sines, up to twice this for
/// [PositionScheme.LeakyReRope] and [PositionScheme.SelfExtend].
///
/// Source: online softmax: Milakov & Gimelshein 2018; blocks: Dao et al. 2022 (FlashAttention); split keys
/// for decoding: Dao et al. 2023.
public final class BlockAttention {
    private final Operator operator;

    /// Prepares the rotations.
    ///
    /// @param spec what to compute
    /// @param maxLength the largest number of keys, at least 1
    /// @throws IllegalArgumentException if `maxLength` is out of range
    public BlockAttention(AttentionSpec spec, int maxLength) {
        this(spec, maxLength, Kernels.choose());
    }

    BlockAttention(AttentionSpec spec, int maxLength, Kernels kernels) {
        Arguments.atLeast("maxLength", maxLength, 1);
        operator = Operator.of(spec, maxLength, kernels);
    }

    /// What it computes.
    public AttentionSpec spec() {
        return operator.spec();
    }

    /// An empty cache in the form that suits the scheme, see [KeyForm#of].
    ///
    /// @param capacity keys that fit, in `[1, maxLength]`
    /// @throws IllegalArgumentException if it is not
    public KvCache cache(int capacity) {
        return cache(capacity, KeyForm.of(spec().positions()));
    }

    /// An empty cache.
    ///
    /// @param capacity keys that fit, in `[1, maxLength]`
    /// @throws IllegalArgumentException if it is not
    public KvCache cache(int capacity, KeyForm form) {
        if (capacity < 1 || capacity > operator.maxLength()) {
            throw new IllegalArgumentException(
                    "capacity = " + capacity + ", not in [1, maxLength = " + operator.maxLength() + "]");
        }
        return new KvCache(spec(), capacity, form);
    }

    /// Adds keys and values of the next positions to a cache. If it throws, the cache is as before.
    ///
    /// @param k `[kvHeads, n, d]`, before rotation
    /// @param v `[kvHeads, n, d]`
    /// @throws IllegalArgumentException if a shape does not fit, a number is not finite, or the cache is too
    ///     small or was made for other keys
    public void append(Heads k, Heads v, KvCache cache, AttentionWorkspace workspace, WorkerPool pool) {
        cache.check(spec());
        k.check("k", spec().kvHeads(), spec().headSize());
        v.check("v", spec().kvHeads(), spec().headSize());
        if (v.rows() != k.rows()) {
            throw new IllegalArgumentException("v has n = " + v.rows() + ", not n = " + k.rows() + " as k");
        }
        if (k.rows() > cache.capacity() - cache.length()) {
            throw new IllegalArgumentException("k has n = " + k.rows() + ", not in [1, "
                    + (cache.capacity() - cache.length()) + "]: the cache holds " + cache.length() + " of "
                    + cache.capacity());
        }
        checkLength(cache.length() + (long) k.rows());
        workspace.append().run(operator, k, v, cache, pool);
    }

    /// Attention of the last `n` positions of a cache.
    ///
    /// @param q `[heads, n, d]`, before rotation; row `i` is at position `cache.length() - n + i`
    /// @param out `[heads, n, d]`, written; may be `q` itself
    /// @throws IllegalArgumentException if a shape does not fit, a number is not finite, or scores or outputs
    ///     can pass the largest float; `out` may then be written in part
    public void prefill(Heads q, KvCache cache, Heads out, AttentionWorkspace workspace, WorkerPool pool) {
        check(q, cache, out);
        if (q.rows() == 1) {
            workspace.decode().run(operator, q, cache, out, pool);
        } else {
            workspace.prefill().run(operator, q, cache, out, pool);
        }
    }

    /// Attention of the last position of a cache: [#prefill] with one row.
    ///
    /// @param q `[heads, 1, d]`, before rotation
    /// @param out `[heads, 1, d]`, written; may be `q` itself
    /// @throws IllegalArgumentException as [#prefill]
    public void decode(Heads q, KvCache cache, Heads out, AttentionWorkspace workspace, WorkerPool pool) {
        if (q.rows() != 1) {
            throw new IllegalArgumentException("q has n = " + q.rows() + ", not 1");
        }
        prefill(q, cache, out, workspace, pool);
    }

    private void check(Heads q, KvCache cache, Heads out) {
        cache.check(spec());
        q.check("q", spec().heads(), spec().headSize());
        out.check("out", spec().heads(), spec().headSize());
        if (out.rows() != q.rows()) {
            throw new IllegalArgumentException("out has n = " + out.rows() + ", not n = " + q.rows() + " as q");
        }
        if (q.rows() > cache.length()) {
            throw new IllegalArgumentException(
                    "q has n = " + q.rows() + ", not in [1, " + cache.length() + "], the length of the cache");
        }
        checkLength(cache.length());
        // A sum of weights is at most the number of keys.
        if (!((double) cache.maxValue() * cache.length() < Float.MAX_VALUE)) {
            throw new IllegalArgumentException("v has numbers up to " + cache.maxValue() + ", not below "
                    + Float.MAX_VALUE / cache.length() + " for " + cache.length() + " keys");
        }
    }

    private void checkLength(long length) {
        if (length > operator.maxLength()) {
            throw new IllegalArgumentException(
                    "the cache has " + length + " keys, not at most maxLength = " + operator.maxLength());
        }
    }
}
