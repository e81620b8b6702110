package io.discern.analysis.report;

import io.discern.analysis.study.GroupFinding;
import io.discern.analysis.study.StudyResult;
import java.util.List;

/** Groups of encoders that differ in a tag, in sentences. */
final class GroupTable {
    private GroupTable() {}

    /** The section, empty where no two groups were compared. */
    static String of(StudyResult study) {
        List<GroupFinding> findings = GroupFinding.of(study);
        if (findings.isEmpty()) {
            return "";
        }
        StringBuilder section = new StringBuilder(
                "<p class=\"hint\">Mean over data sets and"
                        + " encoders of the first group less the second, with a 95&nbsp;% interval that counts the choice of encoders and"
                        + " the patients; p by dealing the encoders anew to the groups, adjusted by Holm over these sentences.</p><ul>\n");
        findings.forEach(finding -> section.append("<li>")
                .append(finding.differ() ? "<b>" : "")
                .append(Text.escape(finding.sentence()))
                .append(finding.differ() ? "</b>" : "")
                .append("</li>\n"));
        return section.append("</ul>\n").toString();
    }
}
