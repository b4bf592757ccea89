package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.transport.netty.NettyLoop;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicConnectionPathStats;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One connection, dialled or accepted: from its first packet on. Confined to its loop. */
final class QuicConnection extends ChannelInboundHandlerAdapter implements MuxedConnection, QuicStream.Connection {
    private static final AttributeKey<QuicConnection> OF = AttributeKey.valueOf(QuicConnection.class, "of");

    /** What a connection says it is secured and multiplexed by. */
    static final String NAME = "/quic-v1";

    /** Bytes that a stream reads though nobody takes them, whatever the others keep: else a reset would go unnoticed. */
    private static final int READ_AHEAD = 16 * 1024;

    private final QuicChannel channel;
    private final NettyLoop loop;
    private final QuicSettings settings;
    private final QuietMoments quiet;
    private final CompletableFuture<PublicKey> proven = new CompletableFuture<>();
    /** Streams that the remote has opened before anyone takes them; the remote's limit of streams bounds them. */
    private final Deque<ByteStream> early = new ArrayDeque<>();

    private @Nullable Receiver receiver;
    private @Nullable Closing closing;
    private @Nullable Duration roundTrip;
    private Loop.@Nullable Timer keepAlive;
    private boolean ending;
    private boolean told;
    private int streams;
    private long kept;

    QuicConnection(QuicChannel channel, NettyLoop loop, QuicSettings settings) {
        this.channel = channel;
        this.loop = loop;
        this.settings = settings;
        this.quiet = new QuietMoments(loop, this::traffic);
        channel.attr(OF).set(this);
    }

    /** Gives streams that remotes open to the connection that they belong to; for dialled and accepted ones alike. */
    static ChannelInitializer<QuicStreamChannel> incoming() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(QuicStreamChannel stream) {
                QuicConnection connection = stream.parent().attr(OF).get();
                stream.pipeline().addLast(connection.adopt(stream), connection.new Opening());
            }
        };
    }

    /** The remote's key, once the handshake is over and the certificate is checked. */
    CompletionStage<PublicKey> proven() {
        return proven;
    }

    private void prove() {
        try {
            PublicKey key = IdentityCertificate.verify(certificates(), loop.now());
            keepAlive = loop.schedule(settings.keepAlive(), this::keepAlive);
            proven.complete(key);
        } catch (P2pException refused) {
            close(new Closing.Failed(refused.error(), refused.detail()));
            proven.completeExceptionally(refused);
        }
    }

    private List<byte[]> certificates() throws P2pException {
        SSLEngine engine = channel.sslEngine();
        if (engine == null) {
            throw new P2pException(P2pError.CLOSED, "The connection is closed.");
        }
        try {
            List<byte[]> chain = new ArrayList<>();
            for (Certificate certificate : engine.getSession().getPeerCertificates()) {
                chain.add(certificate.getEncoded());
            }
            return chain;
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "The remote shows no certificate.", e);
        }
    }

    /** Checks that the remote is the one that was asked for, before anyone hears of the connection. */
    PublicKey require(PublicKey key, Optional<PeerId> expected) throws P2pException {
        if (expected.isPresent() && !key.peerId().equals(expected.get())) {
            P2pException wrong = new P2pException(
                    P2pError.WRONG_PEER, "The remote is " + key.peerId() + ", not " + expected.get() + ".");
            close(new Closing.Failed(wrong.error(), wrong.detail()));
            throw wrong;
        }
        return key;
    }

    /** Hands over a stream once its pipeline stands: what happens before would happen to the channel's initializer. */
    private final class Opening extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().remove(this);
            opened(context.pipeline().get(QuicStream.class));
        }
    }

    private void opened(ByteStream stream) {
        if (receiver == null) {
            early.add(stream);
        } else {
            receiver.opened(stream);
        }
    }

    private QuicStream adopt(QuicStreamChannel stream) {
        streams++;
        stream.closeFuture().addListener(closed -> {
            streams--;
            closeWhenEnded();
        });
        return new QuicStream(stream, loop, this);
    }

    private Optional<QuietMoments.Traffic> traffic() {
        Future<QuicConnectionPathStats> stats = channel.collectPathStats(0);
        return stats.isSuccess()
                ? Optional.of(new QuietMoments.Traffic(
                        stats.getNow().sent(), stats.getNow().rtt()))
                : Optional.empty();
    }

    @Override
    public void whenAcknowledged(Runnable task) {
        quiet.afterwards(task);
    }

    @Override
    public void kept(int more) {
        kept += more;
    }

    @Override
    public boolean mayKeepMoreThan(int bytes) {
        return bytes < READ_AHEAD || (bytes < settings.streamWindow() && kept < settings.connectionWindow());
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void start(Receiver next) {
        receiver = next;
        for (ByteStream stream = early.poll(); stream != null; stream = early.poll()) {
            next.opened(stream);
        }
        tellClosed();
    }

    @Override
    public ByteStream open() throws P2pException {
        if (closing != null || ending) {
            throw new P2pException(P2pError.CLOSED, "The connection is closing.");
        }
        // on the channel's own loop the stream is there when the call returns
        Future<QuicStreamChannel> created =
                channel.createStream(QuicStreamType.BIDIRECTIONAL, new ChannelInitializer<QuicStreamChannel>() {
                    @Override
                    protected void initChannel(QuicStreamChannel stream) {
                        QuicTransport.configure(stream.config());
                        stream.pipeline().addLast(adopt(stream));
                    }
                });
        if (!created.isSuccess()) {
            throw new P2pException(P2pError.LIMIT, "The remote takes no more streams now.", created.cause());
        }
        return created.getNow().pipeline().get(QuicStream.class);
    }

    @Override
    public int openStreams() {
        return streams;
    }

    @Override
    public Optional<Duration> roundTrip() {
        return Optional.ofNullable(roundTrip);
    }

    /** The library has no ping: a stream that is taken back at once is one, and asks nothing of the remote. */
    private void keepAlive() {
        if (closing != null) {
            return;
        }
        keepAlive = loop.schedule(settings.keepAlive(), this::keepAlive);
        channel.collectPathStats(0).addListener((Future<QuicConnectionPathStats> stats) -> {
            if (stats.isSuccess()) {
                roundTrip = Duration.ofNanos(stats.getNow().rtt());
            }
        });
        if (streams == 0) {
            try {
                open().reset(0);
            } catch (P2pException full) {
                // then there are streams, and they keep it alive
            }
        }
    }

    @Override
    public void end() {
        ending = true;
        closeWhenEnded();
    }

    private void closeWhenEnded() {
        if (ending && streams == 0 && closing == null) {
            closing = new Closing.Complete();
            var _ = channel.close(true, 0, Unpooled.EMPTY_BUFFER);
        }
    }

    @Override
    public void close(Closing.Failed why) {
        if (closing == null) {
            closing = why;
            var _ = channel.close(true, 0, Unpooled.EMPTY_BUFFER);
        }
    }

    /** Closes a connection that is not wanted. */
    void refuse() {
        close(new Closing.Failed(P2pError.REFUSED, "The connection was refused."));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completed) {
            if (completed.isSuccess()) {
                prove();
            } else {
                close(new Closing.Failed(P2pError.UNAUTHENTICATED, "The handshake has failed: " + completed.cause()));
            }
        }
        if (event instanceof QuicConnectionCloseEvent closed && closing == null) {
            closing = closed.isApplicationClose()
                    ? new Closing.RemoteReset(closed.error())
                    : new Closing.Failed(
                            P2pError.PROTOCOL_VIOLATION, "The remote reports error " + closed.error() + ".");
            // the library would wait for stragglers, and whoever dials the remote anew be given this connection until
            // then
            loop.execute(() -> {
                var _ = channel.close();
            });
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(new Closing.Failed(P2pError.UNAUTHENTICATED, "The handshake has failed: " + cause.getMessage()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (closing == null) {
            closing = channel.isTimedOut()
                    ? new Closing.Failed(P2pError.TIMEOUT, "The remote was silent for " + settings.idle() + ".")
                    : new Closing.Failed(P2pError.CLOSED, "The connection is closed.");
        }
        if (keepAlive != null) {
            keepAlive.cancel();
        }
        told = true;
        proven.completeExceptionally(closing.asException());
        tellClosed();
    }

    private void tellClosed() {
        if (told && receiver != null && closing != null) {
            told = false;
            receiver.closed(closing);
        }
    }
}
