package dev.lemma.papers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/// The tables of the store and the way from each version to the next. Types and statements stay within what
/// SQLite and PostgreSQL share.
final class StoreSchema {
    /// A step a version: step i brings version i to i + 1. A step that was released is never changed.
    private static final List<List<String>> STEPS = List.of(
            List.of(
                    "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
                    """
            CREATE TABLE paper (
                pk INTEGER NOT NULL PRIMARY KEY,
                seq BIGINT NOT NULL,
                work BIGINT NOT NULL,
                imported BIGINT NOT NULL,
                id TEXT NOT NULL,
                title TEXT NOT NULL,
                authors TEXT NOT NULL,
                summary TEXT NOT NULL,
                categories TEXT NOT NULL,
                venue TEXT NOT NULL,
                year INTEGER NOT NULL,
                published TEXT NOT NULL,
                updated TEXT NOT NULL,
                announced TEXT NOT NULL,
                comment TEXT NOT NULL,
                doi TEXT NOT NULL,
                journal_ref TEXT NOT NULL,
                keywords TEXT NOT NULL,
                url TEXT NOT NULL,
                pdf TEXT NOT NULL,
                source TEXT NOT NULL,
                title_key BIGINT NOT NULL)""",
                    "CREATE UNIQUE INDEX paper_id ON paper (id)",
                    "CREATE UNIQUE INDEX paper_seq ON paper (seq)",
                    "CREATE INDEX paper_work ON paper (work)",
                    "CREATE INDEX paper_title_key ON paper (title_key)",
                    "CREATE INDEX paper_doi ON paper (doi COLLATE NOCASE) WHERE doi <> ''",
                    "CREATE INDEX paper_source ON paper (source)",
                    "CREATE TABLE removal (seq BIGINT NOT NULL PRIMARY KEY, pk BIGINT NOT NULL)",
                    """
            CREATE TABLE alias (
                id TEXT NOT NULL PRIMARY KEY,
                paper TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE ON UPDATE CASCADE)""",
                    "CREATE INDEX alias_paper ON alias (paper)"),
            // The largest key ever given away is asked for at the start of every transaction.
            List.of("CREATE INDEX removal_pk ON removal (pk)"));

    /// Version that the last step leads to.
    static final int VERSION = STEPS.size();

    private StoreSchema() {}

    /// The version of a database; 0 for an empty one. Only reads.
    ///
    /// @throws StoreException if it is of a newer version, or another program's
    static int version(Connection connection, Path file) throws SQLException {
        // One query, so that all numbers are of one moment: another process may be making the tables just now.
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT (SELECT user_version FROM pragma_user_version), count(*),
                            coalesce(sum(type = 'table' AND name IN ('meta', 'paper')), 0) FROM sqlite_master""")) {
            row.next();
            int version = row.getInt(1);
            long tables = row.getLong(2);
            long ours = row.getLong(3);
            if (version == 0 ? tables > 0 : ours != 2) {
                throw new StoreException(file + ": a database, but not of Lemma: choose another LEMMA_HOME");
            }
            if (version > VERSION) {
                throw new StoreException(file + ": made by a newer Lemma (schema " + version + "; this one knows up to "
                        + VERSION + "): update Lemma");
            }
            return version;
        }
    }

    /// Brings a database up to [#VERSION] in one transaction.
    ///
    /// @throws StoreException as [#version]
    static void migrate(Connection connection, Path file) throws SQLException {
        if (version(connection, file) == VERSION) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            // Asked again under the lock: another process may have been faster.
            int version = version(connection, file);
            for (int step = version; step < VERSION; step++) {
                for (String sql : STEPS.get(step)) {
                    statement.execute(sql);
                }
            }
            if (version == 0) {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO meta (name, value) VALUES ('uuid', ?)")) {
                    insert.setString(1, UUID.randomUUID().toString());
                    insert.executeUpdate();
                }
            }
            statement.execute("PRAGMA user_version = " + VERSION);
            statement.execute("COMMIT");
        }
    }
}
