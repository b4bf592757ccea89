package dev.granary.fetchverify.format.npm;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.DocumentKey.Kind;
import dev.granary.fetchverify.format.GatewayRequest;
import dev.granary.fetchverify.format.GatewayRequest.Method;
import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.format.Route.Answered;
import dev.granary.fetchverify.format.Route.Refusal;
import dev.granary.fetchverify.format.Route.Refused;
import dev.granary.fetchverify.format.Route.ToArtifact;
import dev.granary.fetchverify.format.Route.ToDocument;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What npm's paths mean. */
final class NpmRoutes {
    static final DocumentKey KEYS =
            new DocumentKey(NpmName.ECOSYSTEM, "", Optional.empty(), "-/npm/v1/keys", "-/npm/v1/keys", Kind.KEYS);

    private static final String ATTESTATIONS = "-/npm/v1/attestations/";
    private static final Pattern DIST_TAGS = Pattern.compile("-/package/(.+)/dist-tags");
    private static final Pattern VERSION_OR_TAG = Pattern.compile("[!-~]{1,256}");
    private static final Refused BAD_NAME = new Refused(
            Refusal.MALFORMED,
            "That is not the name of an npm package: a letter or digit, then letters, digits and dots, dashes or "
                    + "underscores, at most 214 in all.");
    private static final Refused BAD_PATH = new Refused(
            Refusal.MALFORMED, "That is no path of an npm registry: a version, tag or file name can't look like this.");
    private static final Refused UNKNOWN =
            new Refused(Refusal.NOT_SERVED, "The mirror does not serve this part of the npm registry protocol.");
    private static final Refused READ_ONLY = new Refused(
            Refusal.METHOD,
            "The mirror takes no npm packages, tags or accounts yet: it serves what the upstream publishes.");
    private static final Answered PONG = new Answered(200, NpmViews.JSON, "{}");
    private static final Answered NOBODY = new Answered(
            401,
            NpmViews.JSON,
            "{\"error\":\"The mirror has no accounts: everyone reads without signing in, so there is no user to name.\"}");
    /** Never an empty 200, which npm would show as "found 0 vulnerabilities". */
    private static final Answered NO_AUDIT = new Answered(
            503,
            NpmViews.JSON,
            "{\"error\":\"The mirror has no vulnerability data, so it can't tell whether these packages are safe.\"}");

    private NpmRoutes() {}

    static Route route(GatewayRequest request) {
        List<String> segments = request.segments();
        if (segments.isEmpty()) {
            return request.method() == Method.GET
                    ? new Refused(Refusal.NOT_SERVED, "Name a package: its document is at /npm/ and the name.")
                    : READ_ONLY;
        }
        if ("-".equals(segments.getFirst())) {
            return registry(request, String.join("/", segments));
        }
        Optional<NpmName> name = NpmName.ofLeading(segments);
        if (name.isEmpty()) {
            return BAD_NAME;
        }
        return request.method() == Method.GET ? ofPackage(request, name.get()) : READ_ONLY;
    }

    /** The document with everything about one package. */
    static DocumentKey packument(NpmName name) {
        return new DocumentKey(
                NpmName.ECOSYSTEM, "", Optional.of(name.coordinate()), name.toString(), name.encoded(), Kind.INDEX);
    }

    private static Route ofPackage(GatewayRequest request, NpmName name) {
        List<String> rest = request.segments()
                .subList(name.segmentCount(), request.segments().size());
        if (rest.isEmpty()) {
            boolean abbreviated = NpmAccept.prefersAbbreviated(request.accept());
            return new ToDocument(packument(name), abbreviated ? NpmViews.ABBREVIATED : NpmViews.FULL);
        }
        if (NpmPaths.isFile(rest)) {
            return new ToArtifact(new ArtifactFile("", name.coordinate(), name + "/" + String.join("/", rest)));
        }
        if (rest.size() == 1 && VERSION_OR_TAG.matcher(rest.getFirst()).matches()) {
            return new ToDocument(packument(name), NpmViews.version(rest.getFirst()));
        }
        return BAD_PATH;
    }

    private static Route registry(GatewayRequest request, String path) {
        if (path.startsWith("-/npm/v1/security/")) {
            return NO_AUDIT;
        }
        if (request.method() != Method.GET) {
            return READ_ONLY;
        }
        return switch (path) {
            case "-/ping" -> PONG;
            case "-/whoami" -> NOBODY;
            case "-/npm/v1/keys" -> new ToDocument(KEYS, NpmViews.AS_IS);
            case NpmSearch.PATH -> NpmSearch.route(request.query());
            default -> ofOnePackage(path);
        };
    }

    private static Route ofOnePackage(String path) {
        if (path.startsWith(ATTESTATIONS)) {
            return attestations(path.substring(ATTESTATIONS.length()));
        }
        Matcher tags = DIST_TAGS.matcher(path);
        if (tags.matches()) {
            return NpmName.parse(tags.group(1))
                    .<Route>map(name -> new ToDocument(packument(name), NpmViews.DIST_TAGS))
                    .orElse(BAD_NAME);
        }
        return UNKNOWN;
    }

    private static Route attestations(String spec) {
        int at = spec.lastIndexOf('@');
        Optional<NpmName> name = at < 1 ? Optional.empty() : NpmName.parse(spec.substring(0, at));
        String version = spec.substring(at + 1);
        if (name.isEmpty()) {
            return BAD_NAME;
        }
        if (!NpmVersion.isPossible(version)) {
            return BAD_PATH;
        }
        return new ToDocument(
                new DocumentKey(
                        NpmName.ECOSYSTEM,
                        "",
                        Optional.of(name.get().coordinate().withVersion(version)),
                        ATTESTATIONS + spec,
                        ATTESTATIONS + name.get().encoded() + "@" + NpmPaths.encode(version),
                        Kind.SIDECAR),
                NpmViews.AS_IS);
    }
}
