package dev.lemma.attention;

/// Which rotation of a key a score needs.
enum KeyBranch {
    /// By its position.
    NEAR,
    /// By its far position in a piecewise scheme.
    FAR,
    /// By minus the relative position that a sink keeps.
    FIXED
}
