package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.study.StandingFinding;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyMap;
import io.discern.analysis.study.StudyResult;
import java.util.List;

/** All that a page shows of one data set. */
final class DataSetPart {
    private final StudyResult study;
    private final StudyData data;
    private final Who who;
    private final PictureSection pictures;
    private final List<StandingFinding> standings;
    private final int place;

    private DataSetPart(
            StudyResult study, StudyData data, Who who, PictureSection pictures, List<StandingFinding> standings) {
        this.study = study;
        this.data = data;
        this.who = who;
        this.pictures = pictures;
        this.standings = standings;
        this.place = study.datasets().indexOf(data);
    }

    /**
     * HTML.
     *
     * @param open whether all of it is seen at once
     */
    static String of(
            StudyResult study,
            StudyData data,
            Who who,
            PictureSection pictures,
            List<StandingFinding> standings,
            boolean open) {
        return new DataSetPart(study, data, who, pictures, standings).rendered(open);
    }

    private String rendered(boolean open) {
        return facts()
                + (open ? numbers() : Page.folded(place == 0, "Numbers", numbers()))
                + Page.folded(open || place == 0, "Measure by measure", charts())
                + Page.folded(open, "Class by class", ClassPart.of(study, data, who))
                + Page.folded(open, "Maps", maps())
                + Page.folded(open, "Image by image", pictures.sheet(data))
                + Page.folded(
                        open,
                        "What burned-in text does",
                        OverlayPart.of(study, data, who, pictures, "overlay-" + place))
                + Page.folded(
                        false,
                        "Everything that was measured",
                        "<div class=\"topics\">" + TopicPart.of(study, data, who) + "</div>");
    }

    private String facts() {
        StringBuilder classes = new StringBuilder();
        data.classCounts()
                .forEach((label, count) -> classes.append(classes.isEmpty() ? "" : ", ")
                        .append(Text.middle(label, 40))
                        .append(" ")
                        .append(count));
        return "<p class=\"facts\">" + data.images() + " images, "
                + (data.groups() == data.images() ? "each alone" : data.groups() + " groups (patients, lesions)") + "; "
                + data.classCounts().size() + " classes: " + classes + ".</p>";
    }

    private String numbers() {
        return NumbersTable.of(study, who, data.name(), study.pages().summary(), standings, "numbers-" + place)
                + Page.hint(
                        "Small print: 95&nbsp;% interval (patients or lesions kept together where known), and the control."
                                + " Chance: labels dealt at random; blank box: the same box without text; harmless changes: encoded"
                                + " again, as JPEG, with noise of one level. Bold: the best, baselines aside; \u2248: not told apart from"
                                + " it. A click on a heading sorts.");
    }

    private String charts() {
        StringBuilder html = new StringBuilder(Page.hint(
                        "Bars: value; whiskers: 95&nbsp;% interval; dashed mark: the control named under each title. Scales are the same for"
                                + " all data sets.")
                + "<div class=\"charts\">");
        for (Headline headline : study.pages().summary()) {
            html.append("<figure><figcaption><b>")
                    .append(Text.escape(headline.title()))
                    .append("</b> ")
                    .append(Text.escape(headline.explanation()))
                    .append(
                            headline.control().isEmpty()
                                    ? ""
                                    : " <span class=\"key\">Dashed: " + Text.escape(headline.control()) + ".</span>")
                    .append(" <a class=\"screen\" href=\"#numbers-")
                    .append(place)
                    .append("\">Data</a></figcaption>")
                    .append(BarChart.of(headline, study, who, data.name()))
                    .append("</figure>\n");
        }
        return study.pages().summary().isEmpty() ? "" : html.append("</div>").toString();
    }

    private String maps() {
        List<StudyMap> maps = study.maps().stream()
                .filter(map -> map.dataset().equals(data.name()))
                .toList();
        if (maps.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(Page.hint(
                "Each point is an image. A plane cannot show everything: trustworthiness says how many neighbours in the picture are"
                        + " neighbours in truth, continuity the reverse, against what points dealt at random would give. Pictures"
                        + " illustrate, the numbers decide."));
        html.append(MapPlot.legend(maps.get(0))).append("<div class=\"maps\">");
        for (StudyMap map : maps) {
            html.append("<figure>")
                    .append(pictures.linked(map, MapPlot.of(map)))
                    .append("<figcaption title=\"")
                    .append(Text.escape(map.encoder()))
                    .append("\"><b>")
                    .append(Text.middle(map.encoder(), 40))
                    .append("</b> ")
                    .append(Text.escape(map.method()))
                    .append(". ");
            map.quality()
                    .ifPresent(quality -> html.append("Trustworthiness ")
                            .append(Text.value(quality.trustworthiness(), false))
                            .append(", continuity ")
                            .append(Text.value(quality.continuity(), false))
                            .append("; chance ")
                            .append(Text.value(quality.chance(), false))
                            .append("."));
            int stride = MapPlot.stride(map);
            html.append(Text.escape(map.note()))
                    .append(
                            stride == 1
                                    ? ""
                                    : " One of " + stride + " of the "
                                            + map.points().size() + " images drawn.")
                    .append("</figcaption></figure>");
        }
        return html.append("</div>\n").toString();
    }
}
