package dev.granary.fetchverify.settings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A proxy through which the outside is reached.
 *
 * @param host a name or an IP address
 * @param port 1 to 65535
 * @param login what the proxy asks for, if anything
 */
public record ProxySettings(String host, int port, Optional<Login> login) {
    public ProxySettings {
        requireNonNull(host, "host");
        requireNonNull(login, "login");
    }

    /** A user of the proxy; its text shows neither part. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[...]";
        }
    }
}
