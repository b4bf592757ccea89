package dev.granary.libp2p.peer;

import dev.granary.libp2p.peer.line.RequestLines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs a scripted peer until it is told to stop or its input ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        // Whatever a library prints must not look like an answer.
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        ScriptedPeer peer = new ScriptedPeer();
        new RequestLines(peer.operations(), answers).serve(System.in);
        peer.end();
        System.exit(0);
    }
}
