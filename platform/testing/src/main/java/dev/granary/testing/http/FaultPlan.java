package dev.granary.testing.http;

import dev.granary.testing.http.Fault.ChangeEtag;
import dev.granary.testing.http.Fault.CloseEarly;
import dev.granary.testing.http.Fault.Delay;
import dev.granary.testing.http.Fault.Deny;
import dev.granary.testing.http.Fault.Drip;
import dev.granary.testing.http.Fault.EncodeGzip;
import dev.granary.testing.http.Fault.FlipByte;
import dev.granary.testing.http.Fault.Hang;
import dev.granary.testing.http.Fault.Hide;
import dev.granary.testing.http.Fault.HoldAfter;
import dev.granary.testing.http.Fault.IgnoreRange;
import dev.granary.testing.http.Fault.InjectHeader;
import dev.granary.testing.http.Fault.LabelGzip;
import dev.granary.testing.http.Fault.Overrun;
import dev.granary.testing.http.Fault.Redirect;
import dev.granary.testing.http.Fault.Shorten;
import dev.granary.testing.http.Fault.Surplus;
import dev.granary.testing.http.Fault.Truncate;
import dev.granary.testing.http.Fault.Unterminated;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The faults of one request, asked at the three moments when they matter: instead of the file, to it, to its sending. */
record FaultPlan(List<Fault> faults) {
    private static final AtomicLong ETAGS = new AtomicLong();

    FaultPlan {
        faults = List.copyOf(faults);
    }

    /** The answer that replaces whatever lies at the path, from the first fault that does so. */
    Optional<Answer> replacement() {
        return faults.stream().flatMap(fault -> replaced(fault).stream()).findFirst();
    }

    private static Optional<Answer> replaced(Fault fault) {
        return switch (fault) {
            case Hide _ -> Optional.of(Answer.problem(404, "not_found"));
            case Deny deny -> {
                Answer answer =
                        new Answer(deny.status(), deny.reason(), deny.body().getBytes(StandardCharsets.UTF_8));
                answer.headers.putAll(deny.headers());
                yield Optional.of(answer);
            }
            case Redirect redirect -> {
                Answer answer = Answer.of(redirect.status(), "text/plain", new byte[0]);
                answer.headers.put("Location", redirect.location());
                yield Optional.of(answer);
            }
            case FlipByte _, Delay _, Drip _, Truncate _, Shorten _, CloseEarly _, Unterminated _, Overrun _ ->
                Optional.empty();
            case Surplus _, IgnoreRange _, ChangeEtag _, LabelGzip _, EncodeGzip _, InjectHeader _, Hang _ ->
                Optional.empty();
            case HoldAfter _ -> Optional.empty();
        };
    }

    /** The file as this upstream pretends it to be. */
    FixtureFile bend(FixtureFile file) {
        FixtureFile bent = file;
        for (Fault fault : faults) {
            if (fault instanceof FlipByte(long offset)) {
                bent = FixtureFile.of(bent.contentType(), flipped(bent.content(), offset))
                        .withEtag(bent.etag())
                        .modifiedAt(bent.lastModified());
            }
            if (fault instanceof ChangeEtag) {
                bent = bent.withEtag("\"changed-" + ETAGS.incrementAndGet() + "\"");
            }
        }
        return bent;
    }

    boolean ignoresRange() {
        return faults.stream().anyMatch(fault -> fault instanceof IgnoreRange);
    }

    boolean encodesGzip() {
        return faults.stream().anyMatch(fault -> fault instanceof EncodeGzip);
    }

    /** Changes how {@code answer} is sent. */
    void spoil(Answer answer) {
        faults.forEach(fault -> spoil(answer, fault));
    }

    private static void spoil(Answer answer, Fault fault) {
        switch (fault) {
            case Delay(var time) -> answer.delay = time;
            case Hang(var gate) -> answer.beforeFirstByte = gate;
            case CloseEarly _ -> answer.closeEarly = true;
            case LabelGzip _ -> answer.headers.put("Content-Encoding", "gzip");
            case InjectHeader(var line) -> answer.rawHeaderLines.add(line);
            case Drip(int bytes, var interval) -> {
                answer.pieceBytes = bytes;
                answer.betweenPieces = interval;
            }
            case HoldAfter(long bytes, var gate) -> {
                answer.inBodyAfter = bytes;
                answer.inBody = gate;
            }
            case Truncate(long bytes) -> answer.closeAfter = bytes;
            case Shorten(long bytes) -> answer.to = (int) Math.min(answer.to, answer.from + bytes);
            case Unterminated(long bytes) -> {
                answer.framing = Answer.Framing.CHUNKED;
                answer.closeAfter = Math.min(bytes, answer.length());
            }
            case Overrun(int bytes) -> {
                answer.framing = Answer.Framing.CHUNKED;
                answer.surplus = new byte[bytes];
            }
            case Surplus(int bytes) -> answer.surplus = new byte[bytes];
            case Hide _, Deny _, Redirect _, FlipByte _, ChangeEtag _, IgnoreRange _, EncodeGzip _ -> {}
        }
    }

    static byte[] flipped(byte[] content, long offset) {
        if (content.length == 0) {
            return content;
        }
        byte[] bent = content.clone();
        bent[Math.floorMod(offset, bent.length)] ^= 0x01;
        return bent;
    }
}
