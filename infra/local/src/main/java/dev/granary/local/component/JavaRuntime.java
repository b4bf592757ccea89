package dev.granary.local.component;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM that runs this process, for the JVMs that it starts. */
public final class JavaRuntime {
    /** One thread collects: the heaps are small, and the two cores are for the work. */
    private static final List<String> MODEST = List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private JavaRuntime() {}

    /** Returns {@code java}, the options that every JVM of the stack has, then {@code arguments}. */
    public static List<String> command(int maximumHeapMebibytes, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MODEST);
        command.add("-Xmx" + maximumHeapMebibytes + "m");
        command.addAll(arguments);
        return command;
    }
}
