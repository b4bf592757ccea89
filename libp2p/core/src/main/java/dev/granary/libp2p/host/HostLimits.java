package dev.granary.libp2p.host;

import dev.granary.libp2p.limits.IpLimits;
import dev.granary.libp2p.limits.Retention;
import dev.granary.libp2p.limits.ScopeLimits;
import dev.granary.libp2p.peerstore.PeerStoreLimits;

/**
 * The most that a host takes on.
 *
 * @param scopes counts and memory
 * @param ip each part of the address space
 * @param retention when connections are closed because there are many
 * @param peerStore what is remembered of peers
 * @param handshakes connections in the making
 */
public record HostLimits(
        Scopes scopes,
        IpLimits ip,
        Retention.Settings retention,
        PeerStoreLimits peerStore,
        HandshakeLimits handshakes) {
    /**
     * For a peer of the public network on a machine that does other things, too. Above 192 connections it closes the least
     * useful ones; who wants more says so by {@link #withRetention}.
     */
    public static final HostLimits STANDARD = new HostLimits(
            Scopes.STANDARD,
            IpLimits.STANDARD,
            Retention.Settings.STANDARD,
            PeerStoreLimits.STANDARD,
            HandshakeLimits.STANDARD);

    /** These limits with other counts. */
    public HostLimits withScopes(Scopes other) {
        return new HostLimits(other, ip, retention, peerStore, handshakes);
    }

    /** These limits with other ones for the address space. */
    public HostLimits withIp(IpLimits other) {
        return new HostLimits(scopes, other, retention, peerStore, handshakes);
    }

    /** These limits with another rule for too many connections. */
    public HostLimits withRetention(Retention.Settings other) {
        return new HostLimits(scopes, ip, other, peerStore, handshakes);
    }

    /** These limits with another size of memory for peers. */
    public HostLimits withPeerStore(PeerStoreLimits other) {
        return new HostLimits(scopes, ip, retention, other, handshakes);
    }

    /** These limits with other ones for connections in the making. */
    public HostLimits withHandshakes(HandshakeLimits other) {
        return new HostLimits(scopes, ip, retention, peerStore, other);
    }

    /**
     * Limits of the scopes that everything is counted in.
     *
     * @param system all connections and streams together
     * @param unproven connections whose peer is not known yet, and streams whose protocol is not agreed on yet
     * @param peer each peer
     * @param protocol each protocol, over all peers
     */
    public record Scopes(ScopeLimits system, ScopeLimits unproven, ScopeLimits peer, ScopeLimits protocol) {
        private static final long MEBIBYTE = 1 << 20;

        public static final Scopes STANDARD = new Scopes(
                new ScopeLimits(16_384, 16_384, 1_024, 1_024, 1_024 * MEBIBYTE),
                new ScopeLimits(2_048, 2_048, 64, 160, 64 * MEBIBYTE),
                new ScopeLimits(2_048, 2_048, 8, 8, 256 * MEBIBYTE),
                new ScopeLimits(8_192, 8_192, 0, 0, 512 * MEBIBYTE));
    }
}
