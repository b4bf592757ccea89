package dev.granary.fetchverify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotLaneTest {
    private final Server server = new Server();
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(), new HttpResponseEncoder());

    /** Answers what is below /hot; the rest is the server's. */
    private final HotLane.Answers answers = request -> request.uri().startsWith("/hot")
            ? Unpooled.copiedBuffer("<" + request.uri() + ">", StandardCharsets.US_ASCII)
            : null;

    HotLaneTest() {
        channel.pipeline().addLast("handler", server);
        HotLane.open(channel.pipeline(), "handler", 0, answers);
    }

    @AfterEach
    void leavesNothing() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatIsAtHandLeavesWithoutTheServer() {
        // When
        receive("/hot/1", "/hot/2");

        // Then
        assertThat(sent()).isEqualTo("</hot/1></hot/2>");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void theRestGoesToTheServer() {
        // When
        receive("/cold");

        // Then
        assertThat(server.seen).containsExactly("/cold");
        assertThat(sent()).isEmpty();
    }

    @Test
    void answersLeaveInTheOrderOfTheirRequests() {
        // When: the server owes an answer while more comes in
        receive("/hot/1", "/cold", "/hot/2");

        // Then
        assertThat(server.seen).containsExactly("/cold", "/hot/2");
        assertThat(sent()).isEqualTo("</hot/1>");
    }

    @Test
    void onceTheServerHasAnsweredTheLaneIsFree() {
        // Given
        receive("/cold");
        server.answer(HttpResponseStatus.OK);
        sent();

        // When
        receive("/hot/1");

        // Then
        assertThat(sent()).isEqualTo("</hot/1>");
        assertThat(server.seen).containsExactly("/cold");
    }

    @Test
    void anInterimAnswerIsNoAnswer() {
        // Given
        receive("/cold");
        server.answer(HttpResponseStatus.CONTINUE);
        sent();

        // When
        receive("/hot/1");

        // Then
        assertThat(server.seen).containsExactly("/cold", "/hot/1");
    }

    @Test
    void aLaneThatOpensWhileTheServerWorksWaitsForIt() {
        // Given
        HotLane.close(channel.pipeline());
        HotLane.open(channel.pipeline(), "handler", 1, answers);

        // When
        receive("/hot/1");

        // Then
        assertThat(server.seen).containsExactly("/hot/1");
    }

    @Test
    void aClosedLaneAnswersNothing() {
        // Given
        HotLane.close(channel.pipeline());

        // When
        receive("/hot/1");

        // Then
        assertThat(server.seen).containsExactly("/hot/1");
        assertThat(sent()).isEmpty();
    }

    @Test
    void aConnectionHasOneLane() {
        // When
        HotLane.open(channel.pipeline(), "handler", 0, answers);
        receive("/hot/1");

        // Then
        assertThat(sent()).isEqualTo("</hot/1>");
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFrom() {
        // Given
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(4, 8));
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);

        // When
        receive("/hot/1", "/cold", "/hot/2");

        // Then
        assertThat(sent()).isEmpty();
        assertThat(server.seen).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        // When
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();

        // Then
        assertThat(sent()).isEqualTo("</hot/1>");
        assertThat(server.seen).containsExactly("/cold", "/hot/2");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    private void receive(String... paths) {
        StringBuilder bytes = new StringBuilder();
        for (String path : paths) {
            bytes.append("GET ").append(path).append(" HTTP/1.1\r\nHost: granary\r\n\r\n");
        }
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
        return text.toString();
    }

    /** Takes requests and answers when it is told to. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        private final List<String> seen = new ArrayList<>();
        private final List<ChannelHandlerContext> contexts = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                seen.add(request.uri());
                contexts.add(context);
            }
            ReferenceCountUtil.release(message);
        }

        void answer(HttpResponseStatus status) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            var _ = contexts.getLast().writeAndFlush(response);
        }
    }
}
