package dev.granary.fetchverify.postgres;

import static java.util.Objects.requireNonNull;

/**
 * Where the schema lies.
 *
 * @param address {@code host:port/database}
 * @param user the role that owns the schema
 * @param password its password
 */
public record MigrationSettings(String address, String user, String password) {
    public MigrationSettings {
        if (!address.matches("[^/?#@\\s]+:\\d{1,5}/[^/?#\\s]+")) {
            throw new IllegalArgumentException("need host:port/database, was " + address);
        }
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + " at " + address;
    }
}
