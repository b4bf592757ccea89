package dev.granary.fetchverify.format.document;

import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.document.JsonReader.Token;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Walks the members of objects and the elements of arrays. */
public final class JsonMembers {
    private JsonMembers() {}

    /** Takes one member; the reader stands on the value's first token. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Reads the value, or leaves it alone; ends on the value's last token or where it began.
         *
         * @param nameStart the offset of the name's first byte
         */
        void take(String name, long nameStart) throws IOException, MalformedDocumentException;
    }

    /** Reads one element of an array; the reader stands on its first token. */
    @FunctionalInterface
    public interface Element {
        void take() throws IOException, MalformedDocumentException;
    }

    /** Calls {@code taker} for each member of the object at whose start the reader stands; moves to its end. */
    public static void each(JsonReader json, Taker taker) throws IOException, MalformedDocumentException {
        while (json.next() != Token.OBJECT_END) {
            String name = json.text();
            long nameStart = json.start();
            json.next();
            taker.take(name, nameStart);
            passOver(json);
        }
    }

    /**
     * Like {@link #each}, but refuses a name that comes twice, for readers disagree on which one counts.
     *
     * @param most members that the object may have
     */
    public static void eachUnique(JsonReader json, int most, Taker taker)
            throws IOException, MalformedDocumentException {
        Set<String> names = new HashSet<>();
        each(json, (name, nameStart) -> {
            if (!names.add(name)) {
                throw new MalformedDocumentException("an object has one name twice, at byte " + nameStart);
            }
            if (names.size() > most) {
                throw new MalformedDocumentException("an object has more than " + most + " members");
            }
            taker.take(name, nameStart);
        });
    }

    /** Calls {@code element} for each element of the array at whose start the reader stands; moves to its end. */
    public static void eachElement(JsonReader json, Element element) throws IOException, MalformedDocumentException {
        while (json.next() != Token.ARRAY_END) {
            element.take();
            passOver(json);
        }
    }

    private static void passOver(JsonReader json) throws IOException, MalformedDocumentException {
        if (json.current() == Token.OBJECT_START || json.current() == Token.ARRAY_START) {
            json.skip();
        }
    }
}
