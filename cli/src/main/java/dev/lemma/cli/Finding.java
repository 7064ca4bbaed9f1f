package dev.lemma.cli;

import java.util.Locale;

/// One thing that the doctor looked at.
///
/// @param what its name
/// @param detail what is the case
/// @param remedy how to mend it; empty if there is nothing to mend
record Finding(String what, State state, String detail, String remedy) {
    /// How things are.
    enum State {
        /// As it should be.
        OK,
        /// Missing or bad, and Lemma runs without it.
        MISSING,
        /// Lemma does not work so.
        BROKEN;

        String word() {
            return this == OK ? "OK" : name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String what, String detail) {
        return new Finding(what, State.OK, detail, "");
    }

    static Finding missing(String what, String detail, String remedy) {
        return new Finding(what, State.MISSING, detail, remedy);
    }

    static Finding broken(String what, String detail, String remedy) {
        return new Finding(what, State.BROKEN, detail, remedy);
    }
}
