package dev.granary.fetchverify.format;

import dev.granary.kernel.PackageCoordinate;
import java.util.List;

/** What a path of a format means. */
public sealed interface Route {
    /** The packages that the request names, for policy: none of an owned name may leave the company. */
    List<PackageCoordinate> mentioned();

    /** An immutable file of one package version. */
    record ToArtifact(ArtifactFile file) implements Route {
        @Override
        public List<PackageCoordinate> mentioned() {
            return List.of(file.coordinate());
        }
    }

    /** A mutable document, shown in one view. */
    record ToDocument(DocumentKey document, View view) implements Route {
        @Override
        public List<PackageCoordinate> mentioned() {
            return document.coordinate().stream().toList();
        }
    }

    /**
     * A question that only the upstream can answer now; its answer is passed on and not kept.
     *
     * @param mentioned packages that the question names, and that an owner would not want to be asked of others; a scope
     *     alone is mentioned as its package {@code *}
     * @param path the upstream's path with query, relative to its base
     */
    record ToUpstream(String repository, List<PackageCoordinate> mentioned, String path, String accept)
            implements Route {
        public ToUpstream {
            mentioned = List.copyOf(mentioned);
        }
    }

    /** An answer that needs nothing but the request. */
    record Answered(int status, String contentType, String body) implements Route {
        @Override
        public List<PackageCoordinate> mentioned() {
            return List.of();
        }
    }

    /** Not a request of this format. */
    record Refused(Refusal refusal, String sentence) implements Route {
        @Override
        public List<PackageCoordinate> mentioned() {
            return List.of();
        }
    }

    /** Why a request is refused. */
    enum Refusal {
        /** 400: the path or query breaks the format's rules. */
        MALFORMED,
        /** 404: a well-formed path that the format does not serve. */
        NOT_SERVED,
        /** 405: served, but not with this method. */
        METHOD
    }
}
