package dev.lemma.server;

import java.util.function.Function;

/// A request as the pages see it: decoded, with the reader's language and theme already chosen.
///
/// @param id name of the request, for logs and error pages
/// @param method upper case
/// @param path decoded path, beginning with `/`
/// @param target path and query as sent
/// @param params parameters of the query
/// @param language language to answer in
/// @param theme the reader's colours
/// @param headers value of a header by its name, or an empty text
/// @param form reads the posted form
record Request(
        String id,
        String method,
        String path,
        String target,
        Params params,
        Language language,
        Theme theme,
        Function<String, String> headers,
        java.util.function.Supplier<Params> form) {
    String header(String name) {
        return headers.apply(name);
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /// Whether errors are answered as problem JSON.
    boolean isApi() {
        return path.startsWith("/api/");
    }

    /// What follows a route's fixed beginning.
    String after(String prefix) {
        return path.substring(Math.min(prefix.length(), path.length()));
    }

    /// The value of a cookie, or an empty text.
    static String cookie(String header, String name) {
        for (int start = 0; start < header.length(); ) {
            int semicolon = header.indexOf(';', start);
            int end = semicolon < 0 ? header.length() : semicolon;
            int equals = header.indexOf('=', start);
            if (equals > 0
                    && equals < end
                    && header.substring(start, equals).strip().equals(name)) {
                return header.substring(equals + 1, end).strip();
            }
            start = end + 1;
        }
        return "";
    }
}
