package dev.granary.fetchverify.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sends answers at hand between a connection's decoder and the HTTP server, which is not woken for them.
 *
 * <p>Answers leave in the order of their requests: while the server owes one, what comes in goes to the server too. A
 * client that sends requests and doesn't read answers is not read from. One instance a connection, on its event loop.
 */
final class HotLane extends ChannelDuplexHandler {
    private final Answers answers;
    private final ChannelHandlerContext encoder;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private int owedByServer;
    private boolean inAnswered;
    private boolean unflushed;

    /** Where the answers come from. */
    @FunctionalInterface
    interface Answers {
        /** The whole answer to {@code request}; null when the server must see it. */
        @Nullable
        ByteBuf find(HttpRequest request);
    }

    /**
     * Puts a lane in front of the server's handler of that name, unless the connection has one.
     *
     * @param owedByServer requests that the server has taken and not answered yet
     */
    static void open(ChannelPipeline pipeline, String server, int owedByServer, Answers answers) {
        ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
        if (encoder != null && pipeline.get(server) != null && pipeline.get(HotLane.class) == null) {
            pipeline.addBefore(server, "hot-lane", new HotLane(encoder, owedByServer, answers));
        }
    }

    /** Takes the lane away: all that comes from now on is for the server. */
    static void close(ChannelPipeline pipeline) {
        if (pipeline.get(HotLane.class) != null) {
            pipeline.remove(HotLane.class);
        }
    }

    private HotLane(ChannelHandlerContext encoder, int owedByServer, Answers answers) {
        this.encoder = encoder;
        this.owedByServer = owedByServer;
        this.answers = answers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!waiting.isEmpty() || !context.channel().isWritable()) {
            // Holds at most what one read had decoded, for no other follows.
            waiting.add(message);
            context.channel().config().setAutoRead(false);
            return;
        }
        pass(context, message);
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            ByteBuf answer = owedByServer == 0 ? answers.find(request) : null;
            if (answer != null) {
                inAnswered = true;
                unflushed = true;
                // From the encoder's place: what is written is encoded already.
                var _ = encoder.write(answer, encoder.voidPromise());
            } else {
                owedByServer++;
            }
        }
        if (!inAnswered) {
            context.fireChannelRead(message);
            return;
        }
        inAnswered = !(message instanceof LastHttpContent);
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush();
        context.fireChannelReadComplete();
    }

    private void flush() {
        if (unflushed) {
            unflushed = false;
            encoder.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && !waiting.isEmpty()) {
            drain(context);
        }
        context.fireChannelWritabilityChanged();
    }

    private void drain(ChannelHandlerContext context) {
        while (context.channel().isWritable() && !waiting.isEmpty()) {
            pass(context, waiting.remove());
        }
        flush();
        context.fireChannelReadComplete();
        if (waiting.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !interim) {
            owedByServer--;
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        while (!waiting.isEmpty()) {
            context.fireChannelRead(waiting.remove());
        }
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        context.fireChannelInactive();
    }
}
