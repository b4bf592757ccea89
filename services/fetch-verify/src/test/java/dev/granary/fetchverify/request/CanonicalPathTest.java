package dev.granary.fetchverify.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
    /** What hostile and honest paths are made of. */
    private static final List<String> PIECES = List.of(
            "/",
            "/",
            "a",
            "Z",
            "0",
            ".",
            "..",
            "-",
            "_",
            "@",
            "@s",
            "%40s",
            "%2f",
            "%2F",
            "%2e",
            "%2E%2e",
            "%5c",
            "\\",
            "%00",
            "%0d%0a",
            "%25",
            "%252e",
            "%c3%a9",
            "%C3%A9",
            "%c0%ae",
            "%e2%80%ae",
            "%ed%a0%80",
            "%f0%9f%98%80",
            "é",
            "%61",
            "%7f",
            "%",
            "%4",
            "%zz",
            " ",
            "%20",
            "+",
            "~",
            "//",
            "%c2%85",
            "%ef%bb%bf",
            "?",
            "#");

    @ParameterizedTest
    @CsvSource({
        "/npm/left-pad, npm|left-pad",
        "/npm/left-pad/-/left-pad-1.3.0.tgz, npm|left-pad|-|left-pad-1.3.0.tgz",
        "/npm/@scope/name, npm|@scope|name",
        "/npm/@scope%2fname, npm|@scope|name",
        "/npm/@scope%2Fname, npm|@scope|name",
        "/npm/%40scope%2fname, npm|@scope|name",
        "/npm/%6ceft-pad, npm|left-pad",
        "/npm/Foo_Bar, npm|Foo_Bar",
        "/raw/tools/a%20b, raw|tools|a b",
        "/raw/tools/%C3%A9, raw|tools|é",
        "/raw/tools/a+b, raw|tools|a+b",
        "/raw/tools/.hidden, raw|tools|.hidden",
        "/raw/tools/..., raw|tools|...",
    })
    void fault22EverySpellingOfAPathIsReadAsOne(String raw, String segments) {
        // When
        Optional<CanonicalPath> path = CanonicalPath.parse(raw);

        // Then
        assertThat(path).map(p -> String.join("|", p.segments())).contains(segments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/..%2f..%2fetc/passwd",
                "/npm/%2e%2e/x",
                "/npm/%252e%252e/x",
                "/npm/%252e",
                "/npm/./x",
                "/npm/../x",
                "/npm/..",
                "/npm/.",
                "/npm/..\\x",
                "/npm/..%5cx",
                "/npm/a%5Cb",
                "/npm/a%00",
                "/npm/a%00.tgz",
                "/npm/%c0%ae%c0%ae/x",
                "/npm/%e0%80%af",
                "/npm/%ed%a0%80",
                "/npm/%ff",
                "/npm/%c3",
                "/npm//x",
                "//npm/x",
                "/npm/x//",
                "/npm/a%2fb",
                "/npm/@s%2fb%2fc",
                "/npm/@s%2f..",
                "/npm/@s%2f",
                "/npm/@s%252fname",
                "/npm/@s%5cname",
                "/npm/x%2f@s",
                "/npm/%",
                "/npm/a%2",
                "/npm/a%zz",
                "/npm/a%+1",
                "/npm/é",
                "npm/x",
                "",
                "*",
            })
    void fault21WhatCanBeReadInTwoWaysIsRefused(String raw) {
        assertThat(CanonicalPath.parse(raw)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/npm/a%0d%0aSet-Cookie:x", // CR LF
                "/npm/a%09b", // tab
                "/npm/a%7fb", // delete
                "/npm/a%c2%85b", // next line
                "/npm/a%d8%9cb", // Arabic letter mark
                "/npm/a%e2%80%8bb", // zero width space
                "/npm/a%e2%80%8fb", // right-to-left mark
                "/npm/a%e2%80%aeb", // right-to-left override
                "/npm/a%e2%80%a8b", // line separator
                "/npm/a%e2%81%a6b", // isolate
                "/npm/a%ef%bb%bfb", // byte order mark
            })
    void fault23WhatMakesALogShowAnotherPathIsRefused(String raw) {
        assertThat(CanonicalPath.parse(raw)).isEmpty();
    }

    @Test
    void fault23ANameOfTenKilobytesIsRefused() {
        // When
        Optional<CanonicalPath> path = CanonicalPath.parse("/npm/" + "a".repeat(10_000));

        // Then
        assertThat(path).isEmpty();
    }

    @Test
    void theRootAndATrailingSlashAreSeen() {
        assertThat(CanonicalPath.parse("/")).map(CanonicalPath::segments).contains(List.of());
        assertThat(CanonicalPath.parse("/npm/")).contains(new CanonicalPath(List.of("npm"), true));
        assertThat(CanonicalPath.parse("/npm")).contains(new CanonicalPath(List.of("npm"), false));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void whatIsAcceptedHasOneReadingAndNothingThatMisleads(long seed) {
        // Given
        Random random = new Random(seed);
        String raw = random.ints(1 + random.nextInt(8), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining("", "/", ""));

        // When
        Optional<CanonicalPath> path = CanonicalPath.parse(raw);

        // Then
        path.ifPresent(accepted -> {
            assertThat(accepted.segments()).as(raw).allSatisfy(CanonicalPathTest::assertHarmless);
            assertThat(String.join("/", accepted.segments()))
                    .as("a plain decoder reads %s in the same way", raw)
                    .isEqualTo(plainlyDecoded(raw));
            assertThat(CanonicalPath.parse(encoded(accepted)))
                    .as("written in the usual way, %s is read again", raw)
                    .contains(accepted);
        });
    }

    static LongStream seeds() {
        return LongStream.range(0, 2_000);
    }

    private static void assertHarmless(String segment) {
        assertThat(segment)
                .isNotEmpty()
                .isNotEqualTo(".")
                .isNotEqualTo("..")
                .doesNotContain("/", "\\", "%")
                .matches(text -> text.codePoints().noneMatch(Character::isISOControl), "has no control character")
                .matches(
                        text -> text.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT),
                        "shows all");
    }

    /** Decodes once and knows no rule. */
    private static String plainlyDecoded(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.writeBytes(raw.substring(i, i + 1).getBytes(UTF_8));
            }
        }
        String decoded = bytes.toString(UTF_8);
        return decoded.substring(
                1, decoded.endsWith("/") && decoded.length() > 1 ? decoded.length() - 1 : decoded.length());
    }

    private static String encoded(CanonicalPath path) {
        String joined = path.segments().stream()
                .map(segment -> URLEncoder.encode(segment, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/", ""));
        return path.trailingSlash() && !path.segments().isEmpty() ? joined + "/" : joined;
    }
}
