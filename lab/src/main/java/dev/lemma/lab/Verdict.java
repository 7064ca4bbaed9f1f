package dev.lemma.lab;

/// What a run says about one claim, with the numbers that decide it. Immutable; made by comparing an
/// interval with a limit, so that no experiment can state a result by hand.
///
/// @param claim a sentence that is true or false
/// @param state what was found
/// @param evidence the measured value, its interval and the limit
public record Verdict(String claim, State state, String evidence) {
    /// Whether a claim held.
    public enum State {
        /// The whole interval is where the claim puts it.
        HELD("held"),
        /// The whole interval is elsewhere.
        NOT_HELD("did not hold"),
        /// The interval crosses the limit, or there was too little time.
        UNDECIDED("undecided");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /// For a sentence: `held`, `did not hold`, `undecided`.
        public String words() {
            return words;
        }
    }

    /// The claim that a value is at most `limit`.
    ///
    /// @param quantity name of the value, for the evidence
    public static Verdict atMost(String claim, String quantity, Interval measured, double limit) {
        return between(claim, quantity, measured, Double.NEGATIVE_INFINITY, limit);
    }

    /// The claim that a value is at least `limit`.
    public static Verdict atLeast(String claim, String quantity, Interval measured, double limit) {
        return between(claim, quantity, measured, limit, Double.POSITIVE_INFINITY);
    }

    /// The claim that a value is in `[low, high]`.
    public static Verdict between(String claim, String quantity, Interval measured, double low, double high) {
        State state = measured.low() >= low && measured.high() <= high
                ? State.HELD
                : measured.high() < low || measured.low() > high ? State.NOT_HELD : State.UNDECIDED;
        String wanted = low == Double.NEGATIVE_INFINITY
                ? "at most " + Numbers.readable(high)
                : high == Double.POSITIVE_INFINITY
                        ? "at least " + Numbers.readable(low)
                        : Numbers.readable(low) + " to " + Numbers.readable(high);
        return new Verdict(claim, state, quantity + " = " + measured.text() + "; claimed: " + wanted);
    }

    /// The claim that two things hold; its state is the weaker one.
    public Verdict and(Verdict other) {
        State weaker = state == State.NOT_HELD || other.state == State.NOT_HELD
                ? State.NOT_HELD
                : state == State.UNDECIDED || other.state == State.UNDECIDED ? State.UNDECIDED : State.HELD;
        return new Verdict(claim, weaker, evidence + "; " + other.evidence);
    }

    /// A claim that this run cannot decide.
    ///
    /// @param reason why not
    public static Verdict undecided(String claim, String reason) {
        return new Verdict(claim, State.UNDECIDED, reason);
    }
}
