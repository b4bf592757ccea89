package dev.granary.libp2p.tls;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Opens the engines of one host's connections: TLS 1.3, mutual, without tickets, resumption or a server's name. */
class TlsEngines {
    /** Agreed on when no muxer is: the protocol of libp2p itself, which every peer offers. */
    private static final String NO_MUXER = "libp2p";

    private static final String VERSION = "TLSv1.3";

    private final PeerTrust trust = new PeerTrust();
    private final ByteBufAllocator memory;
    private final SslContext initiating;
    private final SslContext responding;

    TlsEngines(IdentityCertificate certificate, List<String> muxers) {
        this(certificate, muxers, PooledByteBufAllocator.DEFAULT);
    }

    TlsEngines(IdentityCertificate certificate, List<String> muxers, ByteBufAllocator memory) {
        this.memory = memory;
        ApplicationProtocolConfig protocols = protocols(muxers);
        try {
            initiating = complete(
                    SslContextBuilder.forClient().keyManager(certificate.privateKey(), certificate.certificate()),
                    protocols);
            responding = complete(
                    SslContextBuilder.forServer(certificate.privateKey(), certificate.certificate())
                            .clientAuth(ClientAuth.REQUIRE),
                    protocols);
        } catch (SSLException e) {
            throw new IllegalStateException("BoringSSL does not take our own certificate", e);
        }
    }

    private static ApplicationProtocolConfig protocols(List<String> muxers) {
        List<String> names = new ArrayList<>(muxers);
        names.add(NO_MUXER);
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, names);
    }

    private SslContext complete(SslContextBuilder builder, ApplicationProtocolConfig protocols) throws SSLException {
        SslContext context = builder.sslProvider(SslProvider.OPENSSL)
                .protocols(VERSION)
                .trustManager(trust)
                .applicationProtocolConfig(protocols)
                .build();
        return context;
    }

    /** An engine for one connection, whose remote {@code judgement} is passed on. */
    TlsEngine open(Role role, Judgement judgement) {
        SSLEngine engine = newEngine(role);
        trust.expect(engine, judgement);
        return new TlsEngine(engine, memory, () -> trust.forget(engine));
    }

    SSLEngine newEngine(Role role) {
        SSLEngine engine = (role == Role.INITIATOR ? initiating : responding).newEngine(memory);
        refuseTickets((ReferenceCountedOpenSslEngine) engine);
        return engine;
    }

    /** Who came back with a ticket would show no certificate; rust-libp2p does wherever it was given one. */
    @SuppressWarnings("deprecation") // Netty turns tickets on for each engine, and has a setting for the whole JVM only
    private static void refuseTickets(ReferenceCountedOpenSslEngine engine) {
        SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
}
