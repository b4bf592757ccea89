package dev.granary.fetchverify.format.npm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HugePackumentTest {
    @Test
    void fortyMegabytesAreListedAndShownInAHeapOfFortyEight() throws Exception {
        // Given
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder command = new ProcessBuilder(List.of(
                        java, "-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", HugePackument.class.getName()))
                .redirectErrorStream(true);
        command.environment().put("CLASSPATH", classPath.replace(',', File.pathSeparatorChar));

        // When
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).startsWith("listed 5000, wrote 4").contains("MB").doesNotContain("Exception");
        assertThat(process.exitValue()).isZero();
    }
}
