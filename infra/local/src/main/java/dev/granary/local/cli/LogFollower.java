package dev.granary.local.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads what is appended to a log, whole lines at a time. */
final class LogFollower implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final SeekableByteChannel channel;
    private final String prefix;
    private final StringBuilder unfinished = new StringBuilder();

    private LogFollower(SeekableByteChannel channel, String prefix) {
        this.channel = channel;
        this.prefix = prefix;
    }

    /** Begins where the file ends now, creating it if need be. */
    static LogFollower fromEnd(Path file) throws IOException {
        LogFollower follower = new LogFollower(
                Files.newByteChannel(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                "");
        follower.channel.position(follower.channel.size());
        return follower;
    }

    /** Begins with the last {@code atMost} bytes of the file; every line is shown with {@code prefix}. */
    static LogFollower of(Path file, long atMost, String prefix) throws IOException {
        LogFollower follower = new LogFollower(Files.newByteChannel(file), prefix);
        long size = follower.channel.size();
        follower.channel.position(Math.max(0, size - atMost));
        if (size > atMost) {
            follower.skipLine();
        }
        return follower;
    }

    private void skipLine() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one) > 0 && one.get(0) != '\n') {
            one.clear();
        }
    }

    /** Copies what was written since the last call. */
    void copyTo(PrintStream out) throws IOException {
        if (channel.size() < channel.position()) {
            // The log was cut because it had grown too long.
            channel.position(0);
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (channel.read(block) > 0) {
            unfinished.append(new String(block.array(), 0, block.position(), StandardCharsets.UTF_8));
            block.clear();
            int end = unfinished.lastIndexOf("\n");
            if (end >= 0) {
                unfinished.substring(0, end).lines().forEach(line -> out.println(prefix + line));
                unfinished.delete(0, end + 1);
            }
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
