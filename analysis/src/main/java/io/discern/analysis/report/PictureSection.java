package io.discern.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.analysis.overlay.OverlaidImage;
import io.discern.analysis.study.FlipPicture;
import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyMap;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.Thumbnail;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Sheets of small pictures that the page's script fills: a click on one, or on its point in a map, shows its nearest images by the chosen encoder, as it is
 * and with the text that names another class.
 */
final class PictureSection {
    private static final int SMALL = 48;
    private static final int LARGE = 96;
    private static final int SHOWN_FLIPS = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StudyResult study;
    /** By data set, those that have pictures. */
    private final Map<String, List<Thumbnail>> sets = new LinkedHashMap<>();
    /** By data set, the place of each image that has a picture. */
    private final Map<String, Map<String, Integer>> places = new HashMap<>();
    /** By data set and image, clean and overlaid, larger. */
    private final Map<List<String>, FlipPicture> flips = new LinkedHashMap<>();

    PictureSection(StudyResult study) {
        this.study = study;
        for (Thumbnail thumbnail : study.thumbnails()) {
            List<Thumbnail> set = sets.computeIfAbsent(thumbnail.dataset(), unseen -> new ArrayList<>());
            places.computeIfAbsent(thumbnail.dataset(), unseen -> new HashMap<>())
                    .put(thumbnail.id(), set.size());
            set.add(thumbnail);
        }
        study.flips().forEach(flip -> flips.put(List.of(flip.dataset(), flip.id()), flip));
    }

    private int number(String dataset) {
        return List.copyOf(sets.keySet()).indexOf(dataset);
    }

    /** The sheet of a data set; empty where there are no pictures. */
    String sheet(StudyData data) {
        if (!sets.containsKey(data.name())) {
            return "";
        }
        int number = number(data.name());
        boolean drawn = study.compared().stream()
                .anyMatch(encoder -> !study.overlaid(encoder, data.name()).isEmpty());
        StringBuilder section = new StringBuilder("<div class=\"screen\">"
                + Page.hint("A click on an image, or on its point in a map, shows the " + ImageReading.K
                        + " nearest images of other groups that vote on it"
                        + (drawn ? ", as it is and with a text that names" + " another class" : "")
                        + ". Blue: of its own class; orange: of another. The arrow keys go from image to image."));
        section.append("<p><label>Nearest by <select data-set=\"")
                .append(number)
                .append("\">");
        study.compared()
                .forEach(encoder -> section.append("<option value=\"")
                        .append(Text.escape(encoder))
                        .append("\">")
                        .append(Text.escape(encoder))
                        .append("</option>"));
        return section.append("</select></label></p><div class=\"near\" data-set=\"")
                .append(number)
                .append("\" aria-live=\"polite\"></div><div class=\"sheet\" role=\"group\" aria-label=\"Images of ")
                .append(Text.escape(data.name()))
                .append("\" data-set=\"")
                .append(number)
                .append("\"></div></div>\n")
                .toString();
    }

    /** The images of a data set that flip for most encoders; empty where none does or there are no pictures. */
    String worst(StudyData data) {
        List<FlipPicture> worst = study.flips().stream()
                .filter(flip -> flip.dataset().equals(data.name()))
                .limit(SHOWN_FLIPS)
                .toList();
        StringBuilder figures = new StringBuilder();
        for (FlipPicture flip : worst) {
            figures.append("<figure><div class=\"pair\">")
                    .append(large(flip.clean(), "clean"))
                    .append(large(flip.overlaid(), "with the text " + flip.named()))
                    .append("</div><figcaption>")
                    .append(told(data, flip))
                    .append("</figcaption></figure>");
        }
        return figures.isEmpty() ? "" : "<div class=\"flips\">" + figures + "</div>";
    }

    private String large(RgbImage picture, String what) {
        return "<img src=\"" + PictureData.uri(picture, LARGE, 0.85f) + "\" alt=\"" + Text.escape(what) + "\">";
    }

    /** What the encoders make of an image with and without the text. */
    private String told(StudyData data, FlipPicture flip) {
        Map<String, List<String>> said = new LinkedHashMap<>();
        for (String encoder : study.compared()) {
            study.overlaid(encoder, data.name()).stream()
                    .filter(image -> image.id().equals(flip.id()) && image.flips())
                    .forEach(image -> said.computeIfAbsent(
                                    Text.middle(image.byNeighbors().get(OverlaidImage.CLEAN), 24) + " \u2192 <b>"
                                            + Text.middle(image.byNeighbors().get(OverlaidImage.TEXT), 24) + "</b>",
                                    unseen -> new ArrayList<>())
                            .add(Text.middle(encoder, 30)));
        }
        String label = Optional.ofNullable(places.get(data.name()))
                .map(known -> known.get(flip.id()))
                .map(place -> sets.get(data.name()).get(place).label())
                .map(own -> "<b>" + Text.middle(own, 24) + "</b>, ")
                .orElse("");
        return label + "named \u201c" + Text.middle(flip.named(), 24) + "\u201d"
                + said.entrySet().stream()
                        .map(each -> "<br>" + each.getKey() + ": " + String.join(", ", each.getValue()))
                        .collect(Collectors.joining());
    }

    /** A map whose points know their images. */
    String linked(StudyMap map, String svg) {
        if (!sets.containsKey(map.dataset()) || !study.compared().contains(map.encoder())) {
            return svg;
        }
        Map<String, Integer> known = places.get(map.dataset());
        List<String> rows = new ArrayList<>();
        for (int point = 0; point < map.points().size(); point += MapPlot.stride(map)) {
            rows.add(known.getOrDefault(map.points().get(point).id(), -1).toString());
        }
        return svg.replaceFirst(
                "<svg ",
                "<svg data-set=\"" + number(map.dataset()) + "\" data-encoder=\""
                        + study.compared().indexOf(map.encoder()) + "\" data-rows=\""
                        + String.join(",", rows) + "\" ");
    }

    /** What the script works on: the pictures as one for each data set, and what was read of them. */
    String data() {
        if (sets.isEmpty()) {
            return "";
        }
        StringBuilder styles = new StringBuilder("<style>");
        ArrayNode all = JSON.createArrayNode();
        sets.forEach((name, set) -> {
            Sprite small = new Sprite(SMALL);
            Sprite large = new Sprite(LARGE);
            all.add(data(name, set, small, large));
            styles.append(small.rule("p" + number(name)));
            styles.append(large.isEmpty() ? "" : large.rule("f" + number(name)));
        });
        try {
            // Nothing in it may end the element that holds it.
            return styles + "</style><script type=\"application/json\" id=\"images\">"
                    + JSON.writeValueAsString(all).replace("<", "\\u003c") + "</script>\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    private ObjectNode data(String name, List<Thumbnail> set, Sprite small, Sprite large) {
        List<String> classes = study.datasets().stream()
                .filter(data -> data.name().equals(name))
                .flatMap(data -> data.classCounts().keySet().stream())
                .toList();
        ObjectNode data = JSON.createObjectNode();
        ArrayNode names = data.putArray("classes");
        classes.forEach(names::add);
        ArrayNode ids = data.putArray("ids");
        ArrayNode labels = data.putArray("labels");
        ArrayNode flipped = data.putArray("flips");
        ArrayNode named = data.putArray("named");
        Map<String, String> drawn = new HashMap<>();
        study.compared()
                .forEach(encoder ->
                        study.overlaid(encoder, name).forEach(image -> drawn.put(image.id(), image.named())));
        for (Thumbnail thumbnail : set) {
            small.add(thumbnail.picture());
            ids.add(thumbnail.id());
            labels.add(classes.indexOf(thumbnail.label()));
            named.add(classes.indexOf(drawn.getOrDefault(thumbnail.id(), "")));
            FlipPicture flip = flips.get(List.of(name, thumbnail.id()));
            if (flip == null) {
                flipped.add(-1);
            } else {
                flipped.add(large.add(flip.clean()));
                large.add(flip.overlaid());
            }
        }
        ArrayNode encoders = data.putArray("encoders");
        study.compared().forEach(encoder -> encoders.add(readings(encoder, name, set, classes)));
        return data;
    }

    private ObjectNode readings(String encoder, String dataset, List<Thumbnail> set, List<String> classes) {
        Map<String, ImageReading> readings = study.readings().stream()
                .filter(reading -> reading.encoder().equals(encoder)
                        && reading.dataset().equals(dataset)
                        && reading.reader().equals(ImageReading.NEIGHBOURS))
                .collect(Collectors.toMap(reading -> reading.image().id(), reading -> reading));
        Map<String, OverlaidImage> overlaid =
                study.overlaid(encoder, dataset).stream().collect(Collectors.toMap(OverlaidImage::id, image -> image));
        ObjectNode read = JSON.createObjectNode();
        read.put("name", encoder);
        ArrayNode taken = read.putArray("taken");
        ArrayNode near = read.putArray("near");
        ArrayNode cosines = read.putArray("cosines");
        ArrayNode with = read.putArray("with");
        ArrayNode withNear = read.putArray("withNear");
        ArrayNode withCosines = read.putArray("withCosines");
        for (Thumbnail thumbnail : set) {
            ImageReading reading = readings.get(thumbnail.id());
            taken.add(reading == null ? -1 : classes.indexOf(reading.prediction()));
            ArrayNode ids = near.addArray();
            ArrayNode values = cosines.addArray();
            if (reading != null) {
                reading.nearest().forEach(each -> neighbour(dataset, each.id(), each.cosine(), ids, values));
            }
            OverlaidImage image = overlaid.get(thumbnail.id());
            with.add(image == null ? -1 : classes.indexOf(image.byNeighbors().getOrDefault(OverlaidImage.TEXT, "")));
            ArrayNode otherIds = withNear.addArray();
            ArrayNode otherValues = withCosines.addArray();
            if (image != null) {
                image.nearest().forEach(each -> neighbour(dataset, each.id(), each.cosine(), otherIds, otherValues));
            }
        }
        return read;
    }

    /** An image with a picture by its place, another by its id; cosines in thousandths. */
    private void neighbour(String dataset, String id, double cosine, ArrayNode ids, ArrayNode values) {
        Integer place = places.get(dataset).get(id);
        if (place == null) {
            ids.add(id);
        } else {
            ids.add(place);
        }
        values.add(Math.round(1000 * cosine));
    }
}
