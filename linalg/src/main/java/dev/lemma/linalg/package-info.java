/// Vector and matrix kernels on the Vector API, each beside its plain reference.
///
/// Start with [VectorOps] for vectors in arrays ([SegmentOps] for other memory), with [Gemm] for matrices,
/// and with [Weights] for matrices stored as in GGUF files. Products need a [Workspace] of a [WorkerPool]:
///
/// ```java
/// try (WorkerPool pool = WorkerPool.ofProcessors()) {
///     Workspace workspace = new Workspace(pool);
///     Gemm.multiply(workspace, Gemm.Op.PLAIN, Gemm.Op.PLAIN, m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n);
/// }
/// ```
///
/// On the class path the kernels need `--add-modules jdk.incubator.vector`; without it scalar ones take their
/// place.
@NullMarked
package dev.lemma.linalg;

import org.jspecify.annotations.NullMarked;
