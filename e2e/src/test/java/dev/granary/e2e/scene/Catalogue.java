package dev.granary.e2e.scene;

import java.util.List;

/**
 * Which packages a scene offers for what.
 *
 * @param application something with dependencies
 * @param modules what must lie in {@code node_modules} after installing it
 * @param victim a package to tamper with, which nothing else needs
 * @param recalled a package to recall, which nothing else needs
 * @param held a version that the minimum release age holds back
 * @param older the version of the same package that resolves instead
 */
public record Catalogue(
        Version application, List<String> modules, Version victim, Version recalled, Version held, Version older) {
    /** A name that the company owns; no upstream has it. */
    public static final Version OWNED = new Version("@corp/secret", "1.0.0");

    /** One version of a package. */
    public record Version(String name, String version) {
        public String spec() {
            return name + "@" + version;
        }

        public String purl() {
            return "pkg:npm/" + name.replace("@", "%40") + "@" + version;
        }

        /** The tarball below the gateway. */
        public String tarballPath() {
            return "/npm/" + name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
        }

        /** Matches the tarballs of the package at the upstream. */
        public String tarballPattern() {
            return "/" + name + "/-/*";
        }
    }

    public Catalogue {
        modules = List.copyOf(modules);
    }
}
