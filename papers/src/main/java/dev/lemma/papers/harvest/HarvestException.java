package dev.lemma.papers.harvest;

/// A harvest that cannot go on. The message says what, where, and what would be right; it is one line.
///
/// What was acknowledged before stays so: the last saved [HarvestState] is good for another try.
public final class HarvestException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_LENGTH = 600;

    private final String where;
    private final int status;

    /// @param where address of the request, or what else is meant
    /// @param status HTTP status of the answer, 0 if there was none or it does not matter
    /// @param reason what is wrong and what would be right
    public HarvestException(String where, int status, String reason) {
        super(oneLine(where + ": " + reason));
        this.where = where;
        this.status = status;
    }

    /// As the other constructor, with what brought it about.
    public HarvestException(String where, int status, String reason, Throwable cause) {
        super(oneLine(where + ": " + reason), cause);
        this.where = where;
        this.status = status;
    }

    public String where() {
        return where;
    }

    public int status() {
        return status;
    }

    /// The text on one line of bounded length, as servers' words come with line breaks and control characters.
    static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
