package dev.granary.local.process;

import com.sun.security.auth.module.UnixSystem;

/** Who this process runs as. */
public final class EffectiveUser {
    private EffectiveUser() {}

    public static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }
}
