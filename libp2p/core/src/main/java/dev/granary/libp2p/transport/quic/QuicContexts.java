package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.identity.IdentityCertificate;
import io.netty.handler.ssl.ClientAuth;
import io.netty.incubator.codec.quic.QuicClientCodecBuilder;
import io.netty.incubator.codec.quic.QuicCodecBuilder;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;

/** What all connections of one host are made with, in both directions. */
final class QuicContexts {
    private static final String ALPN = "libp2p";

    private final QuicSettings settings;
    private final QuicSslContext client;
    private final QuicSslContext server;

    QuicContexts(IdentityCertificate certificate, QuicSettings settings) {
        this.settings = settings;
        this.client = QuicSslContextBuilder.forClient()
                .keyManager(certificate.privateKey(), null, certificate.certificate())
                .trustManager(new Unjudging())
                .applicationProtocols(ALPN)
                .earlyData(false)
                .build();
        this.server = QuicSslContextBuilder.forServer(certificate.privateKey(), null, certificate.certificate())
                .trustManager(new Unjudging())
                .clientAuth(ClientAuth.REQUIRE)
                .applicationProtocols(ALPN)
                .earlyData(false)
                .build();
    }

    QuicClientCodecBuilder clientCodec() {
        return bounded(new QuicClientCodecBuilder().sslContext(client));
    }

    QuicServerCodecBuilder serverCodec() {
        return bounded(new QuicServerCodecBuilder().sslContext(server));
    }

    private <B extends QuicCodecBuilder<B>> B bounded(B builder) {
        return builder.maxIdleTimeout(settings.idle().toMillis(), TimeUnit.MILLISECONDS)
                .initialMaxData(settings.connectionWindow())
                .initialMaxStreamDataBidirectionalLocal(settings.streamWindow())
                .initialMaxStreamDataBidirectionalRemote(settings.streamWindow())
                .initialMaxStreamsBidirectional(settings.streams())
                .initialMaxStreamsUnidirectional(0);
    }

    /**
     * Lets each certificate pass. There is no authority to ask: the certificate of a connection is checked once its
     * handshake is over, before anyone hears of the connection.
     */
    private static final class Unjudging implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
