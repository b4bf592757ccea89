package dev.granary.fetchverify.source;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * An address that configuration lets the mirror ask, and where its name may lead.
 *
 * <p>A public address is always fine. A name that leads into the company's network is refused unless configuration says
 * that it does; an upstream configured as an IP address, or as {@code localhost}, leads to exactly that.
 *
 * @param origin what may be asked
 * @param internalAllowed whether its name may lead to {@link AddressScope#INTERNAL} addresses
 */
public record AllowedOrigin(Origin origin, boolean internalAllowed) {
    public AllowedOrigin {
        requireNonNull(origin, "origin");
    }

    /** Whether a connection to {@code address}, which the origin's host stands for, may be opened. */
    public boolean allows(InetAddress address) {
        if (origin.isLiteral()) {
            return true;
        }
        if (origin.host().equals("localhost")) {
            return address.isLoopbackAddress();
        }
        return switch (AddressScope.of(address)) {
            case PUBLIC -> true;
            case INTERNAL -> internalAllowed;
            case SPECIAL -> false;
        };
    }
}
