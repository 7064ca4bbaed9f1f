/// Attention operators for long contexts.
///
/// Start at [AttentionSpec], which says what to compute by one member each of [PositionScheme], [LogitScale]
/// and [Mask]. [AttentionReference] computes it as the formulas have it; [BlockAttention] computes the same
/// fast, over a [KvCache]. The inner loops are `Kernels`: `VectorKernels` on the Vector API, `ScalarKernels`
/// where there is none.
///
/// ```java
/// BlockAttention attention = new BlockAttention(AttentionSpec.causal(8, 2, 64), 4_096);
/// KvCache cache = attention.cache(4_096);
/// attention.append(k, v, cache, workspace, pool);   // [kvHeads, n, d]
/// attention.prefill(q, cache, out, workspace, pool); // [heads, n, d]
/// ```
@NullMarked
package dev.lemma.attention;

import org.jspecify.annotations.NullMarked;
