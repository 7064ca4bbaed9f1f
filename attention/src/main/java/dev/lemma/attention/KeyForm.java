package dev.lemma.attention;

/// How a cache holds its keys.
public enum KeyForm {
    /// Before rotation. Any scheme can read them; a scheme with positions turns what it needs at each call.
    UNROTATED,
    /// Turned by their own position with the scheme's frequencies, as one-branch schemes read them.
    ROTATED;

    /// The form that needs the least work for a scheme: unrotated for ReRoPE, whose keys beyond the window
    /// stay as they are, rotated for the others.
    public static KeyForm of(PositionScheme positions) {
        return positions instanceof PositionScheme.ReRope ? UNROTATED : ROTATED;
    }
}
