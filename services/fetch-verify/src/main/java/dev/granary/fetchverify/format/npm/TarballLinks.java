package dev.granary.fetchverify.format.npm;

import dev.granary.fetchverify.format.UpstreamBase;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the tarballs of one packument lie, at the upstream and at the gateway. Confined to one reading. */
final class TarballLinks {
    /** Stands for an address that is none: no upstream has it, so that the file is refused with a sentence. */
    private static final URI NO_ADDRESS = URI.create("about:invalid");

    private static final int LONGEST = 8192;

    private final NpmName name;
    private final String base;
    private final String basePath;
    private final URI document;
    private final Set<String> taken = new HashSet<>();

    TarballLinks(NpmName name, UpstreamBase base) {
        this.name = name;
        this.base = base.uri().toString();
        this.basePath = base.uri().getPath();
        this.document = base.resolve(name.encoded());
    }

    /** The address that a packument gives, resolved against the packument's own. */
    URI location(String tarball) {
        if (tarball.length() > LONGEST) {
            return NO_ADDRESS;
        }
        try {
            return document.resolve(new URI(tarball));
        } catch (URISyntaxException e) {
            return NO_ADDRESS;
        }
    }

    /**
     * The file's path at the gateway: the upstream's own where it lies below the package's name at the upstream, else the
     * usual one. Each path is given once, as far as the usual one is free.
     */
    String path(URI location, String version) {
        Optional<String> own = below(location);
        if (own.isPresent() && taken.add(own.get())) {
            return own.get();
        }
        String usual = name.tarballPath(version);
        taken.add(usual);
        return usual;
    }

    private Optional<String> below(URI location) {
        String address = location.toString();
        if (!address.startsWith(base) || location.getRawQuery() != null || location.getRawFragment() != null) {
            return Optional.empty();
        }
        // decoded once and whole: an encoded slash in a scoped name is a slash
        String path = location.getPath().substring(basePath.length());
        List<String> segments = List.of(path.split("/", -1));
        boolean ours = NpmName.ofLeading(segments).filter(name::equals).isPresent();
        return ours && NpmPaths.isFile(segments.subList(name.segmentCount(), segments.size()))
                ? Optional.of(path)
                : Optional.empty();
    }
}
