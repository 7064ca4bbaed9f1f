package dev.lemma.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The answers that were asked for last, plain and compressed, until the library changes. Thread-safe.
///
/// Bounded by bytes; the least recently used go first. Pages above an eighth of the room are not kept.
final class PageCache {
    private static final int OVERHEAD = 200;
    private static final int MAX_KEY = 1_000;

    private final long room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> entries = new LinkedHashMap<>(256, 0.75f, true);
    private long version = Long.MIN_VALUE;
    private long used;

    /// @param gzip the same compressed; absent where that does not pay
    record Entry(Reply reply, Optional<Assets.Bytes> gzip) {
        long size(String key) {
            int compressed = gzip.isPresent() ? gzip.get().value().length : 0;
            return OVERHEAD + 2L * key.length() + reply.body().length + compressed;
        }
    }

    /// @param room bytes to use at most
    PageCache(long room) {
        this.room = room;
    }

    Optional<Entry> get(String key, long atVersion) {
        lock.lock();
        try {
            return version == atVersion ? Optional.ofNullable(entries.get(key)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void put(String key, long atVersion, Entry entry) {
        long size = entry.size(key);
        if (key.length() > MAX_KEY || size > room / 8) {
            return;
        }
        lock.lock();
        try {
            if (version != atVersion) {
                if (atVersion < version) {
                    return;
                }
                entries.clear();
                used = 0;
                version = atVersion;
            }
            Entry old = entries.put(key, entry);
            used += size - (old == null ? 0 : old.size(key));
            var eldest = entries.entrySet().iterator();
            while (used > room) {
                Map.Entry<String, Entry> gone = eldest.next();
                used -= gone.getValue().size(gone.getKey());
                eldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }
}
