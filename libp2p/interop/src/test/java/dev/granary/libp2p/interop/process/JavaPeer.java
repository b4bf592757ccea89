package dev.granary.libp2p.interop.process;

import dev.granary.libp2p.interop.process.PeerProgram.Command;
import dev.granary.libp2p.peer.Main;
import java.nio.file.Path;
import java.util.List;

/** Our own peer, from the class path of the tests. */
final class JavaPeer {
    private JavaPeer() {}

    static Command command() {
        // The build tool hides the class path in the manifest of a jar, and tells it here.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new Command(
                Path.of("").toAbsolutePath(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        classPath,
                        Main.class.getName()));
    }
}
