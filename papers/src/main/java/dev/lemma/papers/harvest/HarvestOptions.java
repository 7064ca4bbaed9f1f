package dev.lemma.papers.harvest;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where to harvest, and within which limits. Immutable.
///
/// Sources: arXiv, "Open Archives Initiative (OAI)" (base URL since the rewrite of 2025); "arXiv API User's
/// Manual" section 3.1; "Terms of Use for arXiv APIs" (one request every three seconds, one connection at a
/// time).
///
/// @param base address without query; http or https
/// @param contact the harvester's e-mail address for the User-Agent, or empty
/// @param delay pause between two requests, at least [#ARXIV_DELAY] for hosts of the arXiv, at most one hour
/// @param timeout time for one whole answer, 10 ms to one hour
/// @param maxBytes bytes of the largest answer, before and after decompression
/// @param maxAttempts tries of one request, 1 to 100
/// @param backoff pause before the second try; it doubles with every further one, up to `maxWait`
/// @param maxWait longest pause before another try; a server that asks for more ends the run
public record HarvestOptions(
        URI base,
        String contact,
        Duration delay,
        Duration timeout,
        int maxBytes,
        int maxAttempts,
        Duration backoff,
        Duration maxWait) {
    /// The arXiv's OAI-PMH address; until 2025 it was `http://export.arxiv.org/oai2`.
    public static final URI ARXIV_OAI = URI.create("https://oaipmh.arxiv.org/oai");
    /// The arXiv API's query interface.
    public static final URI ARXIV_API = URI.create("https://export.arxiv.org/api/query");
    /// The least pause between two requests to the arXiv.
    public static final Duration ARXIV_DELAY = Duration.ofSeconds(3);

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Pattern CONTACT = Pattern.compile("[\\w.+-]+@[\\w.-]+");

    /// @throws IllegalArgumentException if a part is out of its range
    public HarvestOptions {
        checkBase(base);
        if (!contact.isEmpty() && !CONTACT.matcher(contact).matches()) {
            throw new IllegalArgumentException("contact '" + contact + "' is not an e-mail address");
        }
        checkRange("delay", delay, Duration.ZERO, HOUR);
        if (isArxiv(base) && delay.compareTo(ARXIV_DELAY) < 0) {
            throw new IllegalArgumentException("delay " + delay + " is too short for " + base.getHost()
                    + "; the arXiv's terms of use ask for at least " + ARXIV_DELAY);
        }
        checkRange("timeout", timeout, Duration.ofMillis(10), HOUR);
        checkRange("backoff", backoff, Duration.ofMillis(1), HOUR);
        checkRange("maxWait", maxWait, backoff, Duration.ofDays(1));
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes " + maxBytes + " is not positive");
        }
        if (maxAttempts < 1 || maxAttempts > 100) {
            throw new IllegalArgumentException("maxAttempts " + maxAttempts + " is not in 1..100");
        }
    }

    /// The defaults for [OaiHarvester]: the arXiv, 3 s between requests, 3 minutes and 64 MiB an answer (a page
    /// has about 1,300 records, 3 MB), 6 tries that start 5 s apart, at most half an hour of waiting at once.
    public static HarvestOptions oai() {
        return new HarvestOptions(
                ARXIV_OAI,
                "",
                ARXIV_DELAY,
                Duration.ofMinutes(3),
                64 << 20,
                6,
                Duration.ofSeconds(5),
                Duration.ofMinutes(30));
    }

    /// The defaults for [AtomHarvester]: as [#oai], at the address of the API.
    public static HarvestOptions atom() {
        return oai().withBase(ARXIV_API);
    }

    public HarvestOptions withBase(URI base) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withContact(String contact) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withDelay(Duration delay) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withTimeout(Duration timeout) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withMaxBytes(int maxBytes) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withMaxAttempts(int maxAttempts) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withBackoff(Duration backoff) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    public HarvestOptions withMaxWait(Duration maxWait) {
        return new HarvestOptions(base, contact, delay, timeout, maxBytes, maxAttempts, backoff, maxWait);
    }

    /// What Lemma calls itself: `Lemma/0.1 (self-hosted paper search; mailto:me@example.org)`.
    public String userAgent() {
        return "Lemma/0.1 (self-hosted paper search" + (contact.isEmpty() ? "" : "; mailto:" + contact) + ")";
    }

    private static void checkBase(URI base) {
        String scheme = base.getScheme();
        boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!web || base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "base '" + base + "' is not an http address without query; expected the form " + ARXIV_OAI);
        }
        if (base.getRawUserInfo() != null) {
            throw new IllegalArgumentException("base names a user; expected the form " + ARXIV_OAI);
        }
    }

    private static void checkRange(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + min + ".." + max);
        }
    }

    private static boolean isArxiv(URI base) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        return host.equals("arxiv.org") || host.endsWith(".arxiv.org");
    }
}
