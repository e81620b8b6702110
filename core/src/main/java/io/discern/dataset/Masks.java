package io.discern.dataset;

import io.discern.image.ImageDecoder;
import io.discern.image.RgbImage;
import io.discern.internal.file.FileNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The masks and thumbnails among the images of a folder: named as such and confirmed by their pixels. Those whose pixels say otherwise stay, and
 * are mentioned.
 *
 * @param rows one for each that is left out or could not be read
 * @param remarks for people
 * @param left the paths below the root that are no images
 */
record Masks(List<AuditRow> rows, List<String> remarks, Set<Path> left) {

    /** What looking at one candidate gave: a row to leave it out, or nothing. */
    private record Looked(MaskNames.Candidate candidate, AuditRow row) {}

    static Masks of(Path root, List<Path> images, ImageDecoder decoder) {
        List<MaskNames.Candidate> candidates = MaskNames.among(images);
        List<Looked> looked = candidates.parallelStream()
                .map(candidate -> new Looked(candidate, look(root, candidate, decoder)))
                .toList();
        List<AuditRow> rows = looked.stream()
                .filter(each -> each.row() != null)
                .map(Looked::row)
                .toList();
        Set<Path> left = new HashSet<>();
        looked.stream()
                .filter(each -> each.row() != null)
                .forEach(each -> left.add(each.candidate().image()));
        List<Path> kept = looked.stream()
                .filter(each -> each.row() == null)
                .map(each -> each.candidate().image())
                .toList();
        List<String> remarks = kept.isEmpty()
                ? List.of()
                : List.of(kept.size() + " images are named as masks or thumbnails but do not look so and stay, such as "
                        + FileNames.text(kept.get(0)));
        return new Masks(rows, remarks, left);
    }

    private static AuditRow look(Path root, MaskNames.Candidate candidate, ImageDecoder decoder) {
        Path file = root.resolve(candidate.image());
        String of = candidate.of().map(path -> " of " + FileNames.text(path)).orElse("");
        try {
            RgbImage pixels = decoder.decode(file);
            Optional<RgbImage> image = candidate.of().flatMap(path -> decoded(root.resolve(path), decoder));
            if (candidate.kind() == MaskNames.Kind.THUMBNAIL) {
                return image.isPresent() && MaskPixels.thumbnail(pixels, image.get())
                        ? AuditRow.leftOut(FileNames.text(file), "thumbnail" + of)
                        : null;
            }
            return MaskPixels.mask(pixels, image)
                    .map(why -> AuditRow.leftOut(FileNames.text(file), "mask" + of + ": " + why))
                    .orElse(null);
        } catch (IOException unreadable) {
            // One that cannot be read is found again, and reported, when the images are.
            return null;
        }
    }

    private static Optional<RgbImage> decoded(Path file, ImageDecoder decoder) {
        try {
            return Optional.of(decoder.decode(file));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
