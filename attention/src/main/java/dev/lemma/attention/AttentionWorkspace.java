package dev.lemma.attention;

/// The scratch memory of [BlockAttention]. It grows to what the largest call so far needed and is then used
/// again, so that calls allocate nothing.
///
/// A worker takes `4 (4 d + 269) B` bytes for prefill, `B` the queries of a tile (32 with AVX-512): 67 kB for
/// `d = 64`; for decoding `512 d` and a kilobyte for each query head of a group. Where keys must be turned
/// for a call, see [KeyForm], there are copies of them: at most `2 kvHeads n d` floats. It keeps references
/// to the arrays of its last call.
///
/// Thread-safety: none; one for each thread that calls an operator.
public final class AttentionWorkspace {
    private final AppendRun append = new AppendRun();
    private final PrefillRun prefill = new PrefillRun();
    private final DecodeRun decode = new DecodeRun();

    /// An empty one.
    public AttentionWorkspace() {}

    AppendRun append() {
        return append;
    }

    PrefillRun prefill() {
        return prefill;
    }

    DecodeRun decode() {
        return decode;
    }
}
