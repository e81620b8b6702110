package io.discern.analysis.study;

import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a data set holds.
 *
 * @param name its name
 * @param images how many images
 * @param groups how many groups
 * @param classCounts how many images each class has, sorted by name
 * @param remarks what its audit found, for people
 */
public record StudyData(String name, int images, int groups, Map<String, Integer> classCounts, List<String> remarks) {

    static StudyData of(LabeledImages data) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        data.classes().forEach(label -> counts.put(label, 0));
        data.images().forEach(image -> counts.merge(image.label(), 1, Integer::sum));
        int groups =
                (int) data.images().stream().map(LabeledImage::group).distinct().count();
        return new StudyData(
                data.name(), data.size(), groups, counts, data.audit().remarks());
    }
}
