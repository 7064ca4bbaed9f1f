package dev.lemma.server;

/// `POST /preferences`: keeps language or colours in a cookie and goes back. The only address that changes
/// anything, and only in the reader's own browser; it takes forms of this site alone.
final class Preferences {
    static final String LANGUAGE_COOKIE = "lemma_lang";
    static final String THEME_COOKIE = "lemma_theme";

    private static final String ATTRIBUTES = "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";

    Reply answer(Request request) {
        if (!isSameOrigin(request)) {
            throw new StatusException(403, Msg.ERROR_FOREIGN);
        }
        Params form = request.form().get();
        String back = form.get("back");
        Reply reply = Reply.redirect(303, Url.isLocal(back) ? back : "/");
        if (form.has("lang")) {
            Language language = Language.ofCode(form.get("lang"))
                    .orElseThrow(() -> new StatusException(400, Msg.ERROR_BAD_REQUEST));
            return reply.withHeader("Set-Cookie", LANGUAGE_COOKIE + "=" + language.code() + ATTRIBUTES);
        }
        Theme theme = Theme.ofKey(form.get("theme")).orElseThrow(() -> new StatusException(400, Msg.ERROR_BAD_REQUEST));
        return reply.withHeader("Set-Cookie", THEME_COOKIE + "=" + theme.key() + ATTRIBUTES);
    }

    /// A browser says by `Sec-Fetch-Site` where a form came from, older ones by `Origin`; who says neither is
    /// no browser with a reader to protect, but has no need of this address either.
    private static boolean isSameOrigin(Request request) {
        String site = request.header("Sec-Fetch-Site");
        if (!site.isEmpty()) {
            return site.equals("same-origin");
        }
        String origin = request.header("Origin");
        String host = request.header("Host");
        return !host.isEmpty() && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }
}
