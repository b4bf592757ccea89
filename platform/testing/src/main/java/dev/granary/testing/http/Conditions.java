package dev.granary.testing.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HTTP says of validators, ranges and encodings (RFC 9110 sections 8.4, 13 and 14), for one file. */
final class Conditions {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private Conditions() {}

    static Answer answer(ReceivedRequest request, FixtureFile file, FaultPlan plan) {
        Answer answer =
                isFresh(request, file) ? new Answer(304, Reasons.of(304), new byte[0]) : content(request, file, plan);
        answer.headers.put("ETag", file.etag());
        answer.headers.put("Last-Modified", DATE.format(file.lastModified()));
        if (file.isJson()) {
            answer.headers.put("Vary", "Accept, Accept-Encoding");
        }
        return answer;
    }

    private static boolean isFresh(ReceivedRequest request, FixtureFile file) {
        Optional<String> etags = request.header("if-none-match");
        if (etags.isPresent()) {
            return etags.get().equals("*") || etags.get().contains(file.etag());
        }
        return request.header("if-modified-since")
                .flatMap(Conditions::date)
                .filter(since -> !file.lastModified().isAfter(since))
                .isPresent();
    }

    private static Answer content(ReceivedRequest request, FixtureFile file, FaultPlan plan) {
        if (plan.encodesGzip() || (file.isJson() && request.accepts("accept-encoding", "gzip"))) {
            Answer answer = Answer.of(200, file.contentType(), file.gzipped());
            answer.headers.put("Content-Encoding", "gzip");
            return answer;
        }
        Answer answer = Answer.of(200, file.contentType(), file.content());
        if (!plan.ignoresRange()) {
            answer.headers.put("Accept-Ranges", "bytes");
            request.header("range").filter(range -> mayResume(request, file)).ifPresent(range -> cut(answer, range));
        }
        return answer;
    }

    private static boolean mayResume(ReceivedRequest request, FixtureFile file) {
        return request.header("if-range")
                .map(validator -> validator.equals(file.etag())
                        || date(validator).filter(file.lastModified()::equals).isPresent())
                .orElse(true);
    }

    private static void cut(Answer answer, String range) {
        int size = answer.content.length;
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return; // several ranges or nonsense: a server may ignore it
        }
        boolean suffix = matcher.group(1).isEmpty();
        long first = suffix ? Math.max(0, size - Long.parseLong(matcher.group(2))) : Long.parseLong(matcher.group(1));
        long last = suffix || matcher.group(2).isEmpty() ? size - 1L : Long.parseLong(matcher.group(2));
        if (first >= size || last < first) {
            answer.status = 416;
            answer.headers.put("Content-Range", "bytes */" + size);
            answer.to = 0;
        } else {
            answer.status = 206;
            answer.from = (int) first;
            answer.to = (int) Math.min(size, last + 1);
            answer.headers.put("Content-Range", "bytes " + first + "-" + (answer.to - 1) + "/" + size);
        }
        answer.reason = Reasons.of(answer.status);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DATE.parse(text, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
