package dev.granary.libp2p.peer.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One request; its fields are checked as they are asked for. */
public record Request(long id, String op, JsonNode fields) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final long MOST_MILLIS = 600_000;
    private static final int KEY_DIGITS = 64;

    /** How long it may take. */
    public Duration timeout() throws Refusal {
        return fields.hasNonNull("timeoutMillis")
                ? Duration.ofMillis(Math.clamp(number("timeoutMillis", 0, Long.MAX_VALUE), 1, MOST_MILLIS))
                : DEFAULT_TIMEOUT;
    }

    /** The text {@code name}, which must be there. */
    public String text(String name) throws Refusal {
        JsonNode value = fields.path(name);
        if (!value.isTextual()) {
            throw Refusal.badRequest(name + " is missing, or no text.");
        }
        return value.textValue();
    }

    /** The text {@code name}, or {@code fallback} where there is none. */
    public String text(String name, String fallback) throws Refusal {
        return fields.hasNonNull(name) ? text(name) : fallback;
    }

    /** The texts of the list {@code name}, or {@code fallback} where there is none. */
    public List<String> texts(String name, List<String> fallback) throws Refusal {
        if (!fields.hasNonNull(name)) {
            return fallback;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : fields.path(name)) {
            if (!each.isTextual()) {
                throw Refusal.badRequest(name + " is a list of texts.");
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    /** The 32 bytes whose hexadecimal digits are in {@code name}. */
    public Optional<byte[]> key(String name) throws Refusal {
        if (!fields.hasNonNull(name)) {
            return Optional.empty();
        }
        String digits = text(name);
        try {
            if (digits.length() == KEY_DIGITS) {
                return Optional.of(HexFormat.of().parseHex(digits));
            }
        } catch (IllegalArgumentException e) {
            // Told below, as the wrong length is.
        }
        throw Refusal.badRequest(name + " is " + KEY_DIGITS + " hexadecimal digits.");
    }

    /** The bytes whose hexadecimal digits are in {@code name}. */
    public byte[] bytes(String name) throws Refusal {
        try {
            return HexFormat.of().parseHex(text(name));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(name + " is hexadecimal digits.");
        }
    }

    /** The whole number {@code name} between 0 and {@code most}; {@code fallback} where there is none. */
    public long number(String name, long fallback, long most) throws Refusal {
        if (!fields.hasNonNull(name)) {
            return fallback;
        }
        JsonNode value = fields.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > most) {
            throw Refusal.badRequest(name + " is a whole number from 0 to " + most + ".");
        }
        return value.longValue();
    }

    /** The object {@code name}, as if it were a request of its own. */
    public Optional<Request> object(String name) {
        return fields.path(name).isObject() ? Optional.of(new Request(id, op, fields.path(name))) : Optional.empty();
    }
}
