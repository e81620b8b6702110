package io.discern.analysis.internal.overlay.run;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which class names nobody can read as words: numbers, letters with digits, and short codes. What an encoder makes of text that
 * is drawn, and of a prompt, says nothing about a class that is called {@code 0} or {@code akiec}.
 *
 * <p>A name is taken for a word if one of its parts has at least six letters, a vowel among them, or is a short word of the
 * list below; names that only number what a word without meaning says ({@code class_1}, {@code category_2}) are none. No list is complete: a short
 * word that it lacks is called a possible code.
 */
public final class ClassWords {
    private static final int LONG = 6;

    private static final Set<String> SHORT = Set.of(
            ("abdomen acne acral adult aging angle ankle aorta apex apple apron arm asian axial axis baby back bag bags ball bars"
                            + " base beak bean bear beef belt bench berry bird bite bland blank blast bleb blind blob block blood blue blur boat"
                            + " body boil bond bone book boot bowel bowl braid brain bread brown brush bulb bull bunny burn burr bus bush cake calf"
                            + " camel camp cane car cards cast cat cats cause cell chair chalk cheek chest child chin clam claw clay clean clear"
                            + " cleft cliff clip clock clot cloth cloud coat cobra coil coin cold colon comet cone coral cord corn couch cough count"
                            + " covid cow crab crack crane crash crate croup crown crumb crust curve cyst cysts daisy dark dead deep deer delta dense dent"
                            + " derm derma diet disc dish disk dog dogs dome donor door dough dove down drain dress drop drug drum dry duck duct"
                            + " dull dusk dust eagle ear early easy edema edge eggs elbow elder elk empty enema entry equal ether evil exam eye eyes"
                            + " face faint fair fall false fang farm fast fat feet felt femur fern fetal fetus fever few fiber fibro field fine fire"
                            + " firm fish fist flag flame flap flare flask flat flea flesh flood floor flow fluid flush foal foam focal focus foil"
                            + " fold folds food foot fork form foul fox frail frame frog frost fruit full fumes fungi fur fused gall gauze gene"
                            + " giant gill gland glass glial globe glove goat gold good goose gout grade graft grain grape graph grass gray green"
                            + " grey grid groin gross gull gum gums gut hail hair halo halos ham hand happy hard hare harm haze head heal heart heel"
                            + " hen herb hernia high hilar hill hip hive hives hoof hook horn horse hose hotel house human hump hypha ilium image"
                            + " index iris iron ivory jaw jeans jelly jewel joint juice keel keys kite knee knot lace lake lamb lamp lance large"
                            + " larva laser late layer lead leaf left leg lens lice life light limb lime lion lipid liver loop loose loss lost louse"
                            + " low lower lump lumps lunar lung lungs lupus lymph male man maple mask masks mass meal meat mesh metal mice mild"
                            + " milia milk mink mite mites mixed mold mole moles moon moth motor mount mouse mouth mucus mud mumps mural myoma naevi"
                            + " nail nasal navel neck nerve nest nests nevi nevus night no node noisy none north nose nurse oak oily old ooze open"
                            + " optic oral organ other outer oval ovary ovum owl oxide pain paint pale palm palsy pants paper patch path peach pear"
                            + " peel penis pig pill pink pinna pipe pitch pith plane plant plate plug plum polio polyp pond pony pore pores port"
                            + " pouch pox prone pubis pulp pulse pump pupil pus pylon quail radio rain ramus rapid rare rash rays red rib ribs rice"
                            + " ridge right ring ripe road robin rock rod rods roof room root roots rope rose rosy rough round ruby rust sac salt"
                            + " sand scab scabs scale scalp scaly scan scans scar scarf scars scion screw seal seam seed sepia sepsis septa serum"
                            + " severe shale shark sharp sheep shell shin ship shirt shoe shoes shoot short shunt sick side silk sinew sinus site"
                            + " skin skull skunk slate sleep slide slug small smear smoke smooth snail snake snow sock soft soil sole solid sore"
                            + " sores sound south spasm speck sperm spine split sport spot spots spray squid stage stain stalk star steel stem stent"
                            + " stern stoma stone stool storm straw strip stump stye sugar suit swan sweat swell table tail talon talus taxi tear"
                            + " tears tent thick thigh thin thorn thumb tibia tick ticks tiger tight tile tinea tired toad toe toes tooth top torn"
                            + " torso torus touch tower toxic track tract train tray tree truck true trunk tube tuber tumor tunic tusk twin ulcer"
                            + " ulna ulnar upper urine uvea vague vagus valid valve vapor vary vault vein venom view villi virus vocal void vomer"
                            + " wart warts wasp watch water wave wax weak web weed wet whale wheat wheel white whole wide wild wind wine wing wolf"
                            + " woman wood wool worm worms wort wound wrist yeast yes young zebra zinc zone")
                    .split(" "));

    /** What says that something is a class, and not which. */
    private static final Set<String> EMPTY = Set.of(
            "case",
            "category",
            "class",
            "cluster",
            "dataset",
            "disease",
            "folder",
            "group",
            "images",
            "label",
            "lesion",
            "patient",
            "picture",
            "pictures",
            "sample",
            "samples",
            "subject",
            "target",
            "type",
            "unknown");

    private ClassWords() {}

    /** Those of the names that are no words. */
    public static List<String> unreadable(List<String> names) {
        boolean numbered = names.size() > 1 && names.stream().allMatch(ClassWords::isNumbered);
        return names.stream().filter(name -> numbered || !isWord(name)).toList();
    }

    /** A word of {@link #EMPTY}, with a number or a letter behind it. */
    private static boolean isNumbered(String name) {
        List<String> parts = List.of(name.toLowerCase(Locale.ROOT)
                .replaceAll("(?<=[a-z])(?=[0-9])", " ")
                .strip()
                .split("[^a-z0-9]+"));
        return parts.size() == 2 && EMPTY.contains(parts.get(0)) && parts.get(1).matches("[0-9]+|[a-z]");
    }

    private static boolean isWord(String name) {
        // Letters of scripts without case or vowels of their own cannot be judged like this.
        return !name.matches("[\\x00-\\x7f]*")
                || List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")).stream()
                        .anyMatch(part ->
                                SHORT.contains(part) || part.length() >= LONG && part.matches("[a-z]*[aeiouy][a-z]*"));
    }
}
