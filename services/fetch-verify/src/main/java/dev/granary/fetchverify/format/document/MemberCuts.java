package dev.granary.fetchverify.format.document;

/**
 * Takes members out of one object so that commas stay right. Told of every member in order, then closed. Confined to the
 * thread of its {@link Edits}.
 */
public final class MemberCuts {
    private static final long NONE = -1;

    private final Edits edits;
    private long keptEnd = NONE;
    private long cutStart = NONE;

    public MemberCuts(Edits edits) {
        this.edits = edits;
    }

    /** The member from its name's first byte up to the end of its value stays. */
    public void keep(long nameStart, long valueEnd) {
        if (cutStart != NONE) {
            edits.replace(cutStart, nameStart, keptEnd == NONE ? "" : ",");
            cutStart = NONE;
        }
        keptEnd = valueEnd;
    }

    /** The member that begins at {@code nameStart} goes. */
    public void drop(long nameStart) {
        if (cutStart == NONE) {
            cutStart = keptEnd == NONE ? nameStart : keptEnd;
        }
    }

    /** Ends the object, whose closing brace is at {@code braceOffset}. */
    public void close(long braceOffset) {
        if (cutStart != NONE) {
            edits.cut(cutStart, braceOffset);
            cutStart = NONE;
        }
    }

    /** Ends the object with one more {@code member}, a name and a value as JSON. */
    public void closeWith(String member, long braceOffset) {
        close(braceOffset);
        edits.insert(braceOffset, keptEnd == NONE ? member : "," + member);
    }
}
