package dev.granary.libp2p.yamux;

import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.testkit.Recorder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A remote that says frame by frame what a test wants, and shows the frames that it is sent. */
final class FramePeer {
    private static final List<String> TYPES = List.of("DATA", "WINDOW", "PING", "GO_AWAY");

    private final ByteStream stream;
    private final VirtualLoop loop;
    private final Recorder received = new Recorder();
    private int shown;

    FramePeer(ByteStream stream, VirtualLoop loop) {
        this.stream = stream;
        this.loop = loop;
        stream.start(received);
    }

    /** Sends a frame; {@code length} is that of {@code payload} for data. */
    void say(FrameHeader.Type type, int flags, int id, long length) {
        say(type, flags, id, length, "");
    }

    void say(FrameHeader.Type type, int flags, int id, long length, String payload) {
        stream.write(new FrameHeader(type, flags, id, length).encode());
        stream.write(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
        stream.flush();
        loop.runDue();
    }

    void data(int flags, int id, String payload) {
        say(FrameHeader.Type.DATA, flags, id, payload.length(), payload);
    }

    void bytes(byte[] bytes) {
        stream.write(ByteBuffer.wrap(bytes));
        stream.flush();
        loop.runDue();
    }

    void end() {
        stream.end();
        loop.runDue();
    }

    /** What came since this was asked last, as {@code TYPE FLAGS id length payload}, without pings. */
    List<String> heard() {
        loop.runDue();
        List<String> frames = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(received.bytes()).position(shown);
        while (bytes.remaining() >= FrameHeader.SIZE) {
            String frame = next(bytes);
            if (!frame.startsWith("PING")) {
                frames.add(frame);
            }
        }
        shown = bytes.position();
        return frames;
    }

    /** What came since this was asked last, as it came. */
    String heardHex() {
        loop.runDue();
        String hex = HexFormat.of().formatHex(received.bytes(), shown, received.size());
        shown = received.size();
        return hex;
    }

    Recorder received() {
        return received;
    }

    private static String next(ByteBuffer bytes) {
        int type = bytes.getShort();
        int flags = bytes.getShort();
        int id = bytes.getInt();
        int length = bytes.getInt();
        byte[] payload = new byte[type == 0 ? length : 0];
        bytes.get(payload);
        String text = payload.length > 20 ? "..." : new String(payload, StandardCharsets.UTF_8);
        return (TYPES.get(type) + names(flags) + " " + id + " " + length + " " + text).strip();
    }

    private static String names(int flags) {
        StringBuilder names = new StringBuilder();
        String[] all = {"SYN", "ACK", "FIN", "RST"};
        for (int i = 0; i < all.length; i++) {
            if ((flags >> i & 1) == 1) {
                names.append(' ').append(all[i]);
            }
        }
        return names.toString();
    }
}
