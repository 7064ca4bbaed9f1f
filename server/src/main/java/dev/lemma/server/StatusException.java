package dev.lemma.server;

import java.util.List;

/// An answer other than success that a page decides on: a status, a reason in the reader's language, perhaps a
/// detail.
final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final Msg reason;
    private final String detail;

    StatusException(int status, Msg reason, String detail) {
        // Control flow of a page: a trace would cost more than the page.
        super(status + " " + reason + " " + detail, null, false, false);
        this.status = status;
        this.reason = reason;
        this.detail = detail;
    }

    StatusException(int status, Msg reason) {
        this(status, reason, "");
    }

    int status() {
        return status;
    }

    Msg reason() {
        return reason;
    }

    /// What fills the reason's `{0}`; data, to be escaped.
    String detail() {
        return detail;
    }

    static StatusException notFound() {
        return new StatusException(404, Msg.ERROR_NOT_FOUND);
    }

    /// 405 with the methods that the address knows in `detail`.
    static StatusException methodNotAllowed(List<String> allowed) {
        return new StatusException(405, Msg.ERROR_METHOD, String.join(", ", allowed));
    }
}
