package io.discern.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.StudyMap;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.Thumbnail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sheets of small pictures that the page's script fills: a click on one, or on its point in a map, shows its nearest images by the chosen encoder.
 */
final class PictureSection {
    private static final float QUALITY = 0.7f;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StudyResult study;
    /** By data set, those that have pictures. */
    private final Map<String, List<Thumbnail>> sets = new LinkedHashMap<>();
    /** By data set, the place of each image that has a picture. */
    private final Map<String, Map<String, Integer>> places = new HashMap<>();

    PictureSection(StudyResult study) {
        this.study = study;
        for (Thumbnail thumbnail : study.thumbnails()) {
            List<Thumbnail> set = sets.computeIfAbsent(thumbnail.dataset(), unseen -> new ArrayList<>());
            places.computeIfAbsent(thumbnail.dataset(), unseen -> new HashMap<>())
                    .put(thumbnail.id(), set.size());
            set.add(thumbnail);
        }
    }

    /** The section with its data; empty where there are no pictures. */
    String section() {
        if (sets.isEmpty()) {
            return "";
        }
        StringBuilder section = new StringBuilder(
                "<section class=\"screen\"><h2>Image by image</h2><p class=\"hint\">A click on an"
                        + " image, or on its point in a map, shows the " + ImageReading.K
                        + " nearest images of other groups that vote on it. Blue: of its own class; orange: of another.</p>");
        int number = 0;
        for (Map.Entry<String, List<Thumbnail>> set : sets.entrySet()) {
            section.append("<h3>")
                    .append(Text.escape(set.getKey()))
                    .append("</h3><p><label>Nearest by <select data-set=\"")
                    .append(number)
                    .append("\">");
            study.compared()
                    .forEach(encoder -> section.append("<option>")
                            .append(Text.escape(encoder))
                            .append("</option>"));
            section.append("</select></label></p><div class=\"near\" data-set=\"")
                    .append(number)
                    .append("\" aria-live=\"polite\"></div><div class=\"sheet\" data-set=\"")
                    .append(number++)
                    .append("\"></div>\n");
        }
        return section.append("<script type=\"application/json\" id=\"images\">")
                .append(data())
                .append("</script></section>\n")
                .toString();
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
                "<svg data-set=\"" + List.copyOf(sets.keySet()).indexOf(map.dataset()) + "\" data-encoder=\""
                        + Text.escape(map.encoder()).replace("\\", "\\\\").replace("$", "\\$") + "\" data-rows=\""
                        + String.join(",", rows) + "\" ");
    }

    private String data() {
        ArrayNode all = JSON.createArrayNode();
        sets.forEach((name, set) -> all.add(data(name, set)));
        try {
            // Nothing in it may end the element that holds it.
            return JSON.writeValueAsString(all).replace("<", "\\u003c");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts and numbers are always JSON", impossible);
        }
    }

    private ObjectNode data(String name, List<Thumbnail> set) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode ids = data.putArray("ids");
        ArrayNode labels = data.putArray("labels");
        ArrayNode pictures = data.putArray("pictures");
        for (Thumbnail thumbnail : set) {
            ids.add(thumbnail.id());
            labels.add(thumbnail.label());
            pictures.add(PictureData.uri(thumbnail.picture(), Thumbnail.LONGEST_EDGE, QUALITY));
        }
        ObjectNode encoders = data.putObject("encoders");
        study.compared().forEach(encoder -> encoders.set(encoder, readings(encoder, name, set)));
        return data;
    }

    private ObjectNode readings(String encoder, String dataset, List<Thumbnail> set) {
        Map<String, ImageReading> readings = study.readings().stream()
                .filter(reading -> reading.encoder().equals(encoder)
                        && reading.dataset().equals(dataset)
                        && reading.reader().equals(ImageReading.NEIGHBOURS))
                .collect(Collectors.toMap(reading -> reading.image().id(), reading -> reading));
        ObjectNode read = JSON.createObjectNode();
        ArrayNode near = read.putArray("near");
        ArrayNode cosines = read.putArray("cosines");
        ArrayNode taken = read.putArray("taken");
        for (Thumbnail thumbnail : set) {
            ImageReading reading = readings.get(thumbnail.id());
            ArrayNode ids = near.addArray();
            ArrayNode values = cosines.addArray();
            taken.add(reading == null ? null : reading.prediction());
            for (ImageReading.Neighbour neighbour :
                    reading == null ? List.<ImageReading.Neighbour>of() : reading.nearest()) {
                Integer place = places.get(dataset).get(neighbour.id());
                if (place == null) {
                    ids.add(neighbour.id());
                } else {
                    ids.add(place);
                }
                values.add(Text.number(neighbour.cosine()));
            }
        }
        return read;
    }
}
