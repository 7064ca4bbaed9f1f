package dev.lemma.papers.harvest;

/// An answer with status 200 that is not what was asked for, and that another try may better. The message is
/// one line.
final class UnusableAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableAnswer(String reason) {
        super(HarvestException.oneLine(reason));
    }
}
