package dev.granary.libp2p.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a name server of one answer, on loopback. */
class SystemTextsTest {
    private static final int HEADER = 12;
    private static final int NAME_ERROR = 3;

    private DatagramSocket server;

    @BeforeEach
    void open() throws SocketException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> find(String name) throws Exception {
        return new SystemTexts("dns://127.0.0.1:" + server.getLocalPort())
                .find(name)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private void answer(int code, String... texts) {
        Thread.ofVirtual().start(() -> {
            try {
                DatagramPacket question = new DatagramPacket(new byte[512], 512);
                server.receive(question);
                byte[] response = response(question, code, texts);
                server.send(new DatagramPacket(response, response.length, question.getSocketAddress()));
            } catch (IOException closed) {
                // the test is over, and nobody has asked
            }
        });
    }

    /** The question with the answers behind it, each about the name at its start. */
    private static byte[] response(DatagramPacket question, int code, String... texts) {
        ByteBuffer out = ByteBuffer.allocate(2048);
        out.put(question.getData(), 0, question.getLength());
        out.putShort(2, (short) (0x8180 | code)).putShort(6, (short) texts.length);
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            out.putShort((short) (0xc000 | HEADER)).putShort((short) 16).putShort((short) 1);
            out.putInt(60).putShort((short) (bytes.length + 1));
            out.put((byte) bytes.length).put(bytes);
        }
        byte[] response = new byte[out.position()];
        out.flip().get(response);
        return response;
    }

    @Test
    void findsTheTextsOfAName() throws Exception {
        // Given
        answer(0, "dnsaddr=/ip4/192.0.2.1/tcp/1", "with a blank");

        // Then
        assertThat(find("_dnsaddr.example.org"))
                .containsExactlyInAnyOrder("dnsaddr=/ip4/192.0.2.1/tcp/1", "with a blank");
    }

    @Test
    void findsNothingForANameThatIsNotThere() throws Exception {
        // Given
        answer(NAME_ERROR);

        // Then
        assertThat(find("_dnsaddr.example.org")).isEmpty();
    }

    @Test
    void findsNothingWhereNobodyAnswers() throws Exception {
        // Given
        server.close();

        // Then
        assertThat(find("_dnsaddr.example.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ldap://127.0.0.1/x", "a/b", "a b", "_dnsaddr.x:y"})
    void asksNobodyForWhatIsNoName(String name) throws Exception {
        // Given
        answer(0, "an answer");

        // Then
        assertThat(find(name)).isEmpty();
    }
}
