package dev.lemma.linalg;

/// Which two of a head's `d` components a rotary position rotates together; pair `c` is in `[0, d/2)`.
///
/// Source: Su et al. 2021 (RoFormer), equation 34, writes [#ADJACENT]; GPT-NeoX and most models after it
/// store [#HALVES]. The two differ by a permutation of the components only.
public enum Rotation {
    /// Pair `c` is `(2c, 2c + 1)`, as in GPT-J and in the LLaMA weights as published.
    ADJACENT,
    /// Pair `c` is `(c, c + d/2)`, as in GPT-NeoX and in LLaMA weights as converted for Transformers.
    HALVES
}
