package dev.granary.libp2p.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed number of event loops, on epoll where the system has it. May be shared by several hosts. */
public final class NettyLoops {
    private static final long QUIET_MILLIS = 0;
    private static final long SHUTDOWN_MILLIS = 5_000;

    private final EventLoopGroup group;
    private final boolean epoll;
    private final List<NettyLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    private NettyLoops(EventLoopGroup group, boolean epoll) {
        this.group = group;
        this.epoll = epoll;
        List<NettyLoop> made = new ArrayList<>();
        for (EventExecutor executor : group) {
            made.add(new NettyLoop((EventLoop) executor));
        }
        this.loops = List.copyOf(made);
    }

    /** The fastest kind that this system has. */
    public static NettyLoops of(int count) {
        return Epoll.isAvailable() ? new NettyLoops(new EpollEventLoopGroup(count, threads()), true) : portable(count);
    }

    /** The kind that each system has. */
    public static NettyLoops portable(int count) {
        return new NettyLoops(new NioEventLoopGroup(count, threads()), false);
    }

    private static DefaultThreadFactory threads() {
        return new DefaultThreadFactory("libp2p", true);
    }

    /** A loop for something new, each in turn. */
    public NettyLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /** The loop that {@code channel} is registered with. */
    public NettyLoop of(Channel channel) {
        for (NettyLoop loop : loops) {
            if (loop.events().equals(channel.eventLoop())) {
                return loop;
            }
        }
        throw new IllegalArgumentException("a channel of other loops: " + channel);
    }

    /** All of them, for bootstraps. */
    public EventLoopGroup group() {
        return group;
    }

    /** The class of sockets that these loops run. */
    public Class<? extends SocketChannel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** The class of listening sockets that these loops run. */
    public Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** The class of datagram sockets that these loops run. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return epoll ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** Ends all loops, and what still runs on them. */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        group.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                .addListener(ended -> closed.complete(null));
        return closed;
    }
}
