package dev.granary.libp2p.tls;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.security.Security;
import dev.granary.libp2p.stream.ByteStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * TLS for all connections of one host.
 *
 * <p>An initiator is through with its handshake before the responder has judged its certificate: when the first thing to
 * come is a refusal, the stream closes as {@code UNAUTHENTICATED}.
 */
public final class TlsSecurity implements Security {
    /** The name under which it is negotiated. */
    public static final String PROTOCOL = "/tls/1.0.0";

    private final TlsEngines engines;
    private final List<String> muxers;

    /**
     * @param certificate the host's
     * @param muxers stream muxers to agree on within the handshake, the preferred one first; when empty, the muxer is
     *     negotiated afterwards
     */
    public TlsSecurity(IdentityCertificate certificate, List<String> muxers) {
        this(new TlsEngines(certificate, muxers), muxers);
    }

    TlsSecurity(TlsEngines engines, List<String> muxers) {
        this.engines = engines;
        this.muxers = List.copyOf(muxers);
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public CompletionStage<Secured> secure(ByteStream raw, Role role, Optional<PeerId> expected) {
        Judgement judgement = new Judgement(raw.loop(), expected);
        return new TlsHandshake(raw, engines.open(role, judgement), judgement, muxers).run();
    }
}
