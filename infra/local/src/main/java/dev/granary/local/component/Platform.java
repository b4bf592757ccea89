package dev.granary.local.component;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import java.util.Locale;

/** The machine's operating system and processor, as the servers' archives name them. */
enum Platform {
    LINUX_AMD64("linux-amd64"),
    LINUX_ARM64("linux-arm64"),
    DARWIN_AMD64("darwin-amd64"),
    DARWIN_ARM64("darwin-arm64");

    private final String redisName;

    Platform(String redisName) {
        this.redisName = redisName;
    }

    String redisName() {
        return redisName;
    }

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String system, String processor) {
        boolean arm = "aarch64".equals(processor);
        boolean known = arm || "amd64".equals(processor) || "x86_64".equals(processor);
        String name = system.toLowerCase(Locale.ROOT);
        if (known && "linux".equals(name)) {
            return arm ? LINUX_ARM64 : LINUX_AMD64;
        }
        if (known && name.startsWith("mac")) {
            return arm ? DARWIN_ARM64 : DARWIN_AMD64;
        }
        throw new GranaryException(
                COMPONENT_FAILED,
                "the local stack runs on Linux and macOS, on amd64 and arm64, not on " + system + " " + processor);
    }
}
