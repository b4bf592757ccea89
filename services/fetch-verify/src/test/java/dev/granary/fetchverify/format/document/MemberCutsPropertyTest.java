package dev.granary.fetchverify.format.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemberCutsPropertyTest {
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void commasStayRightWhicheverMembersGo(long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        Edits edits = new Edits();
        MemberCuts cuts = new MemberCuts(edits);
        StringBuilder text = new StringBuilder("{ ");
        List<String> kept = new ArrayList<>();
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : random.nextBoolean() ? " , " : ",");
            String member = "\"m" + i + "\": " + i;
            boolean keep = random.nextBoolean();
            if (keep) {
                kept.add(member);
                cuts.keep(text.length(), text.length() + member.length());
            } else {
                cuts.drop(text.length());
            }
            text.append(member);
        }
        text.append(" ");
        boolean more = random.nextBoolean();
        if (more) {
            cuts.closeWith("\"more\":1", text.length());
            kept.add("\"more\":1");
        } else {
            cuts.close(text.length());
        }
        text.append("}");

        // When
        String result = apply(edits, text.toString(), ByteRange.WHOLE);

        // Then
        assertThat(result.replace(" ", "")).isEqualTo(("{" + String.join(",", kept) + "}").replace(" ", ""));
    }

    @Test
    void showsAPartWithTheEditsInsideIt() throws IOException {
        // Given
        Edits edits = new Edits();
        edits.replace(6, 7, "X");
        edits.cut(0, 2);
        edits.insert(8, "behind");
        edits.insert(4, "front");

        // When
        String part = apply(edits, "0123456789", new ByteRange(4, 8));

        // Then
        assertThat(part).isEqualTo("front45X7");
    }

    @Test
    void refusesOverlapsAndADocumentThatShrank() {
        // Given
        Edits overlapping = new Edits();
        overlapping.cut(0, 4);
        overlapping.cut(2, 6);

        // Then
        assertThatIllegalStateException().isThrownBy(() -> apply(overlapping, "0123456789", ByteRange.WHOLE));
        Assertions.assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> apply(new Edits(), "0123", new ByteRange(2, 9)));
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private static String apply(Edits edits, String text, ByteRange range) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        edits.apply(new ByteArrayInputStream(text.getBytes(UTF_8)), range, out);
        return out.toString(UTF_8);
    }
}
