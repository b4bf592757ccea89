package dev.granary.fetchverify.format.npm;

import static dev.granary.fetchverify.format.document.JsonMembers.each;

import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.document.ByteRange;
import dev.granary.fetchverify.format.document.Edits;
import dev.granary.fetchverify.format.document.JsonReader;
import dev.granary.fetchverify.format.document.JsonReader.Token;
import dev.granary.fetchverify.format.document.MemberCuts;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what has to change in a packument that was listed before. Confined to one reading. */
final class PackumentPlanner {
    private static final Set<String> ABBREVIATED_DOCUMENT = Set.of("name", "dist-tags", "versions", "modified");
    private static final Set<String> ABBREVIATED_VERSION = Set.of(
            "name",
            "version",
            "deprecated",
            "dependencies",
            "optionalDependencies",
            "devDependencies",
            "bundleDependencies",
            "bundledDependencies",
            "peerDependencies",
            "peerDependenciesMeta",
            "acceptDependencies",
            "bin",
            "directories",
            "dist",
            "engines",
            "os",
            "cpu",
            "libc",
            "funding",
            "_hasShrinkwrap",
            "hasInstallScript");
    private static final Set<String> INSTALL_SCRIPTS = Set.of("preinstall", "install", "postinstall");
    private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z:.+-]{1,64}");

    private final JsonReader json;
    private final Visibility visibility;
    private final boolean abbreviated;
    private final String wanted;
    private final Edits edits = new Edits();
    private @Nullable ByteRange distTags;
    private @Nullable ByteRange wantedVersion;
    private @Nullable String wantedTag;
    private @Nullable String modified;
    private boolean hasModified;

    /**
     * @param abbreviated whether what an install doesn't need goes
     * @param wanted a version or tag to find
     */
    PackumentPlanner(JsonReader json, Visibility visibility, boolean abbreviated, String wanted) {
        this.json = json;
        this.visibility = visibility;
        this.abbreviated = abbreviated;
        this.wanted = wanted;
    }

    PackumentPlan plan() throws IOException, MalformedDocumentException {
        if (json.next() != Token.OBJECT_START) {
            throw new MalformedDocumentException("the packument is no JSON object");
        }
        MemberCuts cuts = new MemberCuts(edits);
        each(json, (member, nameStart) -> {
            hasModified |= member.equals("modified");
            planMember(member);
            if (abbreviated) {
                keepOrDrop(cuts, nameStart, ABBREVIATED_DOCUMENT.contains(member));
            }
        });
        if (abbreviated && !hasModified && modified != null) {
            cuts.closeWith("\"modified\":\"" + modified + "\"", json.start());
        } else {
            cuts.close(json.start());
        }
        return new PackumentPlan(
                edits,
                Optional.ofNullable(distTags),
                Optional.ofNullable(wantedVersion),
                Optional.ofNullable(wantedTag));
    }

    private void planMember(String member) throws IOException, MalformedDocumentException {
        if (json.current() != Token.OBJECT_START) {
            return;
        }
        switch (member) {
            case "versions" -> planVersions();
            case "time" -> planTimes();
            case "dist-tags" -> planTags();
            default -> json.skip();
        }
    }

    private void planVersions() throws IOException, MalformedDocumentException {
        MemberCuts cuts = new MemberCuts(edits);
        each(json, (version, nameStart) -> {
            long valueStart = json.start();
            boolean shown = visibility.shows(version);
            if (shown && json.current() == Token.OBJECT_START) {
                planVersion(version);
            }
            keepOrDrop(cuts, nameStart, shown);
            if (shown && version.equals(wanted)) {
                wantedVersion = new ByteRange(valueStart, json.end());
            }
        });
        cuts.close(json.start());
    }

    private void planVersion(String version) throws IOException, MalformedDocumentException {
        MemberCuts cuts = new MemberCuts(edits);
        InstallScripts scripts = new InstallScripts();
        each(json, (member, nameStart) -> {
            switch (member) {
                case "dist" -> planDist(version);
                case "scripts" -> scripts.read();
                case "gypfile" -> scripts.found |= json.current() == Token.TRUE;
                case "hasInstallScript" -> scripts.told = true;
                default -> json.skip();
            }
            if (abbreviated) {
                keepOrDrop(cuts, nameStart, ABBREVIATED_VERSION.contains(member));
            }
        });
        if (abbreviated && scripts.found && !scripts.told) {
            cuts.closeWith("\"hasInstallScript\":true", json.start());
        } else {
            cuts.close(json.start());
        }
    }

    private void planDist(String version) throws IOException, MalformedDocumentException {
        if (json.current() != Token.OBJECT_START) {
            return;
        }
        each(json, (member, _) -> {
            if (member.equals("tarball") && json.current() == Token.STRING) {
                edits.replace(json.start(), json.end(), visibility.link(version));
            }
        });
    }

    private void planTimes() throws IOException, MalformedDocumentException {
        MemberCuts cuts = new MemberCuts(edits);
        each(json, (version, nameStart) -> {
            if (version.equals("modified") && json.current() == Token.STRING) {
                modified = PLAIN.matcher(json.text()).matches() ? json.text() : null;
            }
            // the abbreviated form has no times at all
            if (!abbreviated) {
                keepOrDrop(cuts, nameStart, !visibility.withholds(version));
            }
        });
        cuts.close(json.start());
    }

    private void planTags() throws IOException, MalformedDocumentException {
        MemberCuts cuts = new MemberCuts(edits);
        long start = json.start();
        each(json, (tag, nameStart) -> {
            boolean keep = json.current() != Token.STRING || planTag(tag, json.text());
            keepOrDrop(cuts, nameStart, keep);
        });
        cuts.close(json.start());
        distTags = new ByteRange(start, json.end());
    }

    /** Leads the tag to a version that clients see; false when there is none. */
    private boolean planTag(String tag, String version) throws IOException, MalformedDocumentException {
        if (tag.equals(wanted)) {
            wantedTag = version;
        }
        Optional<String> target = visibility.target(tag, version);
        if (target.isPresent() && !target.get().equals(version)) {
            edits.replace(json.start(), json.end(), "\"" + target.get() + "\"");
        }
        return target.isPresent();
    }

    /** Passes over what is left of the member's value, and notes whether the member stays. */
    private void keepOrDrop(MemberCuts cuts, long nameStart, boolean keep)
            throws IOException, MalformedDocumentException {
        json.skip();
        if (keep) {
            cuts.keep(nameStart, json.end());
        } else {
            cuts.drop(nameStart);
        }
    }

    /** Whether npm would run something when the version is installed. */
    private final class InstallScripts {
        private boolean found;
        private boolean told;

        private void read() throws IOException, MalformedDocumentException {
            if (json.current() == Token.OBJECT_START) {
                each(json, (script, _) -> found |= INSTALL_SCRIPTS.contains(script));
            }
        }
    }
}
