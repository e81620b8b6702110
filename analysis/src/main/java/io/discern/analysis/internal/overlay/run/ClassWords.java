package io.discern.analysis.internal.overlay.run;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which class names nobody can read as words: numbers, letters with digits, and short codes. What an encoder makes of text that
 * is drawn, and of a prompt, says nothing about a class that is called {@code 0} or {@code akiec}.
 *
 * <p>A name is taken for a word if one of its parts has at least six letters, a vowel among them, or is a short word of the
 * list below. No list is complete: a short word that it lacks is called a possible code.
 */
public final class ClassWords {
    private static final int LONG = 6;

    private static final Set<String> SHORT = Set.of(
            ("abdomen acne adult ankle arm baby back bag bear bird blood blue body bone boot bowel brain burn bus car cat"
                            + " cell chest child clean clear clot coat cold colon cow cyst dark deer dog door dress dry ear edema"
                            + " elbow empty eye eyes face false fat feet fetal fever few fish flat fluid foot fox frog full fungi"
                            + " good grade gray green grey gum hair hand happy head heart hen hernia high hip horse image joint knee"
                            + " large left leg lens light limb lion liver low lung lungs male man mass mice mild mixed mole mucus"
                            + " mouse mouth nail neck nerve nevi nevus no node none nose old open oral other ovary pain pale pig pus"
                            + " polyp pulp rare rash red right round sac scar scan sepsis severe shirt shoe skin skull small smooth"
                            + " spine spot stage stone stool tear tears thick thin tibia toe tooth top torso toxic true tube tumor"
                            + " ulcer urine uvea valve vein virus wart warts wet white woman wound wrist yes young")
                    .split(" "));

    private ClassWords() {}

    /** Those of the names that are no words. */
    public static List<String> unreadable(List<String> names) {
        return names.stream().filter(name -> !isWord(name)).toList();
    }

    private static boolean isWord(String name) {
        // Letters of scripts without case or vowels of their own cannot be judged like this.
        return !name.matches("[\\x00-\\x7f]*")
                || List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).stream()
                        .anyMatch(part ->
                                SHORT.contains(part) || part.length() >= LONG && part.matches("[a-z]*[aeiouy][a-z]*"));
    }
}
