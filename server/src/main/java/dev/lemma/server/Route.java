package dev.lemma.server;

import java.util.List;

/// An address pattern, its methods and who answers.
///
/// @param methods `GET` includes HEAD
/// @param pattern `/arxiv/date/{day}`, `/venue/{venue}.atom`; a last `{name...}` takes one or more segments
/// @param caching what may be kept of the answer
/// @param page who answers
record Route(List<String> methods, String pattern, Caching caching, Page page) {
    /// What may be kept of a route's answers.
    enum Caching {
        /// Nothing.
        NONE,
        /// A page in the reader's language and colours that changes only with the library: ETag from its
        /// version, page cache.
        PAGE,
        /// The same without language and colours.
        DATA,
        /// The same with an ETag from the content, which outlives changes of the library that do not concern
        /// it.
        FEED
    }

    /// Answers requests; thread-safe.
    @FunctionalInterface
    interface Page {
        Reply answer(Request request);
    }

    static Route get(String pattern, Caching caching, Page page) {
        return new Route(List.of("GET", "HEAD"), pattern, caching, page);
    }

    static Route post(String pattern, Page page) {
        return new Route(List.of("POST"), pattern, Caching.NONE, page);
    }

    boolean matches(String path) {
        int p = 0;
        int i = 0;
        while (p < pattern.length()) {
            char c = pattern.charAt(p);
            if (c == '{') {
                int close = pattern.indexOf('}', p);
                if (pattern.startsWith("...", close - 3)) {
                    return i < path.length();
                }
                int slash = path.indexOf('/', i);
                int end = slash < 0 ? path.length() : slash;
                String suffix = pattern.substring(close + 1, slashOrEnd(pattern, close));
                if (!path.startsWith(suffix, end - suffix.length())) {
                    return false;
                }
                end -= suffix.length();
                if (end <= i) {
                    return false;
                }
                i = end;
                p = close + 1;
            } else {
                if (i >= path.length() || path.charAt(i) != c) {
                    return false;
                }
                i++;
                p++;
            }
        }
        return i == path.length();
    }

    private static int slashOrEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
