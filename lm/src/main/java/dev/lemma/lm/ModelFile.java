package dev.lemma.lm;

import java.util.List;
import java.util.Optional;

/// A model on disk: metadata and tensors under the names that GGUF files use, whatever the file's own format.
///
/// Thread-safe until it is closed; closing it ends the access to the tensors' bytes.
public interface ModelFile extends AutoCloseable {
    /// What messages call it: the path.
    String name();

    /// Metadata under GGUF's keys, such as `llama.block_count`.
    Metadata metadata();

    /// All tensors, in the order of the file.
    List<Tensor> tensors();

    /// The tensor of a name, such as `blk.0.attn_q.weight`.
    Optional<Tensor> tensor(String name);

    /// Ends the access to the file.
    @Override
    void close();
}
