// SPDX-License-Identifier: MIT
#include "recipe/params.h"

#include <string.h>

#include "recipe/names.h"

#define AT(field) offsetof(struct recipe, field), 0
#define LIST(field) offsetof(struct recipe, field), offsetof(struct recipe, n_##field)
#define LEARN(field) offsetof(struct recipe, learn.field), 0
#define LEARN_LIST(field) offsetof(struct recipe, learn.field), offsetof(struct recipe, learn.n_##field)
#define SCENE(field) offsetof(struct recipe, shelf.field), 0
#define SCENE_LIST(field) offsetof(struct recipe, shelf.field), offsetof(struct recipe, shelf.n_##field)

/* clang-format off */
const struct param recipe_params[] = {
    {"kind", PARAM_KIND, AT(kind), 0, 0, "text", "", "text|shelf|product|reader|embedder",
     "what the recipe makes: lines of text, shop shelves, single products; or a model: that reads lines, that knows products"},
    {"seed", PARAM_COUNT, AT(seed), 0, 9007199254740992.0, "1", "", NULL,
     "of all random numbers; --seed overrides it"},
    {"count", PARAM_COUNT, AT(count), 1, 1e12, "1000", "samples", NULL,
     "samples to make; --count overrides it", IN_PICTURES},
    {"shard_samples", PARAM_COUNT, AT(shard_samples), 1, 1e6, "1000", "samples", NULL, "a shard", IN_TEXT},
    {"shard_samples", PARAM_COUNT, AT(shard_samples), 1, 1e6, "10", "samples", NULL, "a shard", IN_SHELF},
    {"shard_samples", PARAM_COUNT, AT(shard_samples), 1, 1e6, "1000", "samples", NULL, "a shard", IN_PRODUCT},
    {"photos", PARAM_STRINGS, LIST(photos), 0, 0, "", "", NULL,
     "pictures, folders or globs for the effect paper_photo", IN_TEXT},
    {"photos", PARAM_STRINGS, LIST(photos), 0, 0, "", "", NULL,
     "pictures, folders or globs for product.backdrop photo", IN_PRODUCT},

    {"image.height_px", PARAM_WHOLE, AT(height_px), 0, 4096, "32", "px", NULL,
     "of the picture, text scaled to fit (vertical text: its width); 0 = what font.size_px needs", IN_TEXT},
    {"image.width_px", PARAM_WHOLE, SCENE(width_px), 16, 8192, "1280", "px", NULL, "of the picture", IN_SHELF},
    {"image.height_px", PARAM_WHOLE, SCENE(height_px), 16, 8192, "960", "px", NULL, "of the picture", IN_SHELF},
    {"image.width_px", PARAM_WHOLE, SCENE(width_px), 16, 8192, "128", "px", NULL, "of the picture", IN_PRODUCT},
    {"image.height_px", PARAM_WHOLE, SCENE(height_px), 16, 8192, "128", "px", NULL, "of the picture", IN_PRODUCT},
    {"image.max_width_px", PARAM_WHOLE, AT(max_width_px), 0, 16384, "0", "px", NULL,
     "longer lines are made smaller; 0 = no limit", IN_TEXT},
    {"image.margin_em", PARAM_DIST, AT(margin_em), 0, 5, "[0.1, 0.3]", "em", NULL,
     "around the text, drawn for each side on its own", IN_TEXT},
    {"image.color", PARAM_NAME, AT(color), 0, 0, "gray", "", "gray|rgb", "channels of the picture", IN_TEXT},
    {"image.color", PARAM_NAME, AT(color), 0, 0, "rgb", "", "gray|rgb", "channels of the picture", IN_SCENES},
    {"image.format", PARAM_NAME, AT(format), 0, 0, "jpeg", "", "jpeg|png", "of the picture's file"},
    {"image.quality", PARAM_WHOLE, AT(quality), 1, 100, "90", "", NULL, "of the JPEG"},
    {"image.ink_mask", PARAM_FLAG, AT(ink_mask), 0, 0, "false", "", NULL,
     "also write KEY.mask.png: coverage of the text's own ink", IN_TEXT},

    {"text.sources", PARAM_SOURCES, LIST(sources), 0, 0, "", "", NULL, "where text comes from"},
    {"text.length", PARAM_WHOLE, AT(length), 1, 1000, "[20, 40]", "graphemes", NULL, "of a line"},
    {"text.lines", PARAM_WHOLE, AT(lines), 1, 40, "1", "lines", NULL, "a sample"},
    {"text.line_gap_em", PARAM_DIST, AT(line_gap_em), -0.5, 3, "0", "line heights", NULL,
     "added to the font's own line height"},
    {"text.align", PARAM_NAMES, AT(align), 0, 0, "start", "", "start|center|end|justify",
     "of several lines"},
    {"text.direction", PARAM_NAMES, AT(direction), 0, 0, "auto", "", "auto|ltr|rtl|ttb",
     "auto: by the first strong character; ttb: vertical, columns from right to left"},
    {"text.case", PARAM_NAMES, AT(text_case), 0, 0, "as-is", "", "as-is|upper|lower|title",
     "what letters are changed to"},
    {"text.alphabet", PARAM_STRING, AT(alphabet), 0, 0, "", "", NULL,
     "characters that may occur, 'a-zA-Z0-9 .,'; nothing = all"},
    {"text.balance", PARAM_NUMBER, AT(balance_chars), 0, 1, "0", "", NULL,
     "0 = characters as often as the text has them, 1 = rare ones strongly preferred"},

    {"font.sets", PARAM_STRINGS, LIST(font_sets), 0, 0, "", "", NULL,
     "sets by use (fonts/NAME.yaml) or files like them"},
    {"font.families", PARAM_STRINGS, LIST(font_families), 0, 0, "", "", NULL,
     "families by name, 'DejaVu Sans' or 'DejaVu Sans:bold'"},
    {"font.dirs", PARAM_STRINGS, LIST(font_dirs), 0, 0, "", "", NULL, "folders of font files"},
    {"font.fallback", PARAM_STRINGS, LIST(font_fallback), 0, 0, "", "", NULL,
     "families for characters that the chosen face lacks, in order"},
    {"font.strict", PARAM_FLAG, AT(font_strict), 0, 0, "false", "", NULL,
     "a text that no face draws whole is an error instead of a fallback"},
    {"font.size_px", PARAM_DIST, AT(size_px), 4, 512, "24", "px", NULL,
     "the em, where image.height_px is 0"},
    {"font.weight_em", PARAM_DIST, AT(weight_em), -0.05, 0.1, "0", "em", NULL,
     "strokes made bolder or lighter by this"},
    {"font.oblique_deg", PARAM_DIST, AT(oblique_deg), -30, 30, "0", "deg", NULL,
     "synthetic slant, positive leans right"},
    {"font.stretch", PARAM_DIST, AT(stretch), 0.4, 2.5, "1", "", NULL, "horizontal scale"},
    {"font.tracking_em", PARAM_DIST, AT(tracking_em), -0.2, 1, "0", "em", NULL,
     "between letters; joined scripts stay joined"},
    {"font.word_space_em", PARAM_DIST, AT(word_space_em), -0.2, 3, "0", "em", NULL,
     "added to spaces between words, as in justified lines; twice that where a sentence ends"},
    {"font.spaced_p", PARAM_NUMBER, AT(spaced_p), 0, 1, "0", "", NULL,
     "probability that one to three words of a line are spaced out (the emphasis of Fraktur)"},
    {"font.spaced_em", PARAM_DIST, AT(spaced_em), 0, 1, "[0.1, 0.3]", "em", NULL,
     "between the letters of such words, on top of tracking_em"},
    {"font.mix_sets", PARAM_STRINGS, LIST(font_mix), 0, 0, "", "", NULL,
     "sets whose faces draw words inside lines of the others: Roman type amid Fraktur"},
    {"font.mix_p", PARAM_NUMBER, AT(mix_p), 0, 1, "0.2", "", NULL,
     "probability of such words in a line, where there are mix_sets; Roman numerals are so in most lines, numbers in some"},
    {"font.compose", PARAM_FLAG, AT(font_compose), 0, 0, "false", "", NULL,
     "a face draws letters above letters, superior figures and the double hyphen that it lacks from its other glyphs"},
    {"font.features", PARAM_STRINGS, LIST(features), 0, 0, "", "", NULL,
     "OpenType features ('smcp', '-liga', 'ss01=1'), each on with feature_p"},
    {"font.feature_p", PARAM_DIST, AT(feature_p), 0, 1, "0.5", "", NULL,
     "probability of each feature"},
    {"font.axes", PARAM_AXES, LIST(axes), -10000, 10000, "", "", NULL,
     "variable fonts' axes by tag ({wght: [300, 800]})"},

    {"split.val", PARAM_NUMBER, AT(split_val), 0, 0.9, "0", "", NULL, "share for validation"},
    {"split.test", PARAM_NUMBER, AT(split_test), 0, 0.9, "0", "", NULL, "share for test"},
    {"split.by", PARAM_NAME, AT(split_by), 0, 0, "sample", "", "sample|font|source",
     "what is held out whole: font families or text sources", IN_TEXT},
    {"split.by", PARAM_NAME, AT(split_by), 0, 0, "sample", "", "sample|sku|brand",
     "what is held out whole: frames (sample), products or brands", IN_SCENES},

    {"legibility.min_contrast", PARAM_NUMBER, AT(min_contrast), 0, 1, "0.15", "", NULL,
     "of the worst word; below it a sample is planned again"},
    {"legibility.max_attempts", PARAM_INT, AT(max_attempts), 1, 64, "16", "", NULL,
     "then the sample is made without tone effects"},

    {"catalogue.file", PARAM_STRING, SCENE(catalogue_file), 0, 0, "grocery", "", NULL,
     "catalogue of products: a path, or the name of one that comes with the program"},
    {"catalogue.generate", PARAM_COUNT, SCENE(catalogue_generate), 0, 100000, "0", "SKUs", NULL,
     "> 0: make that many products up instead of reading a file"},
    {"catalogue.seed", PARAM_COUNT, SCENE(catalogue_seed), 0, 9007199254740992.0, "1", "", NULL,
     "of generated products"},
    {"catalogue.categories", PARAM_STRINGS, SCENE_LIST(categories), 0, 0, "", "", NULL, "only these; none = all"},
    {"catalogue.brands", PARAM_STRINGS, SCENE_LIST(brands), 0, 0, "", "", NULL, "only these; none = all"},
    {"catalogue.px_per_mm", PARAM_NUMBER, SCENE(px_per_mm), 0.5, 8, "4", "px/mm", NULL, "resolution of printed art"},
    {"catalogue.wear", PARAM_DIST, SCENE(wear), 0, 1, "[0, 0.3]", "", NULL,
     "0 = new, 1 = dull and dusty; drawn for each item"},

    {"planogram.bays", PARAM_WHOLE, SCENE(bays), 1, 12, "[2, 3]", "", NULL, "shelf units side by side"},
    {"planogram.bay_width_m", PARAM_DIST, SCENE(bay_width_m), 0.3, 3, "{choice: [0.9, 1, 1.25]}", "m", NULL, ""},
    {"planogram.shelves", PARAM_WHOLE, SCENE(shelves), 1, 12, "[4, 6]", "", NULL, "boards of a bay"},
    {"planogram.shelf_depth_m", PARAM_DIST, SCENE(shelf_depth_m), 0.1, 1.2, "[0.35, 0.5]", "m", NULL, ""},
    {"planogram.shelf_height_m", PARAM_DIST, SCENE(shelf_height_m), 0.1, 1.5, "[0.25, 0.42]", "m", NULL,
     "from board to board, if what stands there needs no more"},
    {"planogram.facings", PARAM_WHOLE, SCENE(facings), 1, 40, "{choice: [1, 2, 3, 4, 6], weights: [2, 4, 3, 2, 1]}", "",
     NULL, "of one product side by side"},
    {"planogram.rows", PARAM_WHOLE, SCENE(rows), 1, 20, "[2, 4]", "", NULL, "one behind the other, as far as the board is deep"},
    {"planogram.fill", PARAM_DIST, SCENE(fill), 0, 1, "[0.6, 1]", "", NULL, "share of the rows that is not yet sold"},
    {"planogram.gap", PARAM_NUMBER, SCENE(gap), 0, 1, "0.05", "", NULL, "probability that a block is out of stock"},
    {"planogram.misplaced", PARAM_NUMBER, SCENE(misplaced), 0, 1, "0.02", "", NULL,
     "probability that a facing shows a product that belongs elsewhere"},
    {"planogram.turned", PARAM_NUMBER, SCENE(turned), 0, 1, "0.04", "", NULL, "probability that an item is turned away"},
    {"planogram.leaning", PARAM_NUMBER, SCENE(leaning), 0, 1, "0.02", "", NULL,
     "probability that an item leans against its neighbour"},
    {"planogram.fallen", PARAM_NUMBER, SCENE(fallen), 0, 1, "0.01", "", NULL, "probability that an item lies"},
    {"planogram.stacked", PARAM_NUMBER, SCENE(stacked), 0, 1, "0.6", "", NULL,
     "probability that a block of stackable items is stacked"},
    {"planogram.pegs", PARAM_NUMBER, SCENE(pegs), 0, 1, "0.15", "", NULL,
     "probability that a bay has hooks on its upper half, if there are products that hang"},
    {"planogram.promo", PARAM_NUMBER, SCENE(promo), 0, 1, "0.08", "", NULL,
     "probability that a block has a wobbler or a shelf talker"},
    {"planogram.tags", PARAM_NUMBER, SCENE(tags), 0, 1, "0.95", "", NULL, "probability that a block has its price tag"},
    {"planogram.spacing_mm", PARAM_DIST, SCENE(spacing_mm), 0, 200, "[1, 8]", "mm", NULL, "between facings"},
    {"planogram.jitter_deg", PARAM_DIST, SCENE(jitter_deg), 0, 45, "[0.5, 3]", "deg", NULL, "deviation of each item's turn"},
    {"planogram.jitter_mm", PARAM_DIST, SCENE(jitter_mm), 0, 100, "[1, 6]", "mm", NULL,
     "deviation of each item's place towards the shopper"},

    {"camera.distance_m", PARAM_DIST, SCENE(distance_m), 0.1, 10, "{loguniform: [0.7, 2.4]}", "m", NULL,
     "from the shelf's front", IN_SHELF},
    {"camera.height_m", PARAM_DIST, SCENE(camera_height_m), 0.1, 4, "{normal: [1.45, 0.2], clip: [0.7, 1.9]}", "m", NULL,
     "above the floor", IN_SHELF},
    {"camera.yaw_deg", PARAM_DIST, SCENE(yaw_deg), -85, 85, "{normal: [0, 14], clip: [-45, 45]}", "deg", NULL,
     "turn about the vertical; positive looks from the left to the right along the shelf", IN_SHELF},
    {"camera.pitch_deg", PARAM_DIST, SCENE(pitch_deg), -80, 80, "{normal: [0, 4], clip: [-15, 15]}", "deg", NULL,
     "on top of looking at the aimed point; positive looks up", IN_SHELF},
    {"camera.roll_deg", PARAM_DIST, SCENE(roll_deg), -180, 180, "{normal: [0, 1.5], clip: [-6, 6]}", "deg", NULL,
     "positive turns the picture clockwise"},
    {"camera.fov_deg", PARAM_DIST, SCENE(fov_deg), 5, 150, "[55, 72]", "deg", NULL, "of the picture's longer side", IN_SHELF},
    {"camera.fov_deg", PARAM_DIST, SCENE(fov_deg), 5, 150, "[35, 70]", "deg", NULL, "of the picture's longer side", IN_PRODUCT},
    {"camera.distortion", PARAM_DIST, SCENE(distortion), -0.3, 0.3, "{normal: [0, 0.015], clip: [-0.05, 0.05]}", "", NULL,
     "radial, k1 of Brown's model at r = tan of the angle; negative is barrel"},
    {"camera.aperture_mm", PARAM_DIST, SCENE(aperture_mm), 0, 50, "{choice: [0, 1.3], weights: [3, 1]}", "mm", NULL,
     "radius of the lens: depth of field; 0 = all is sharp"},
    {"camera.exposure_ev", PARAM_DIST, SCENE(exposure_ev), -4, 4, "{normal: [0, 0.25], clip: [-1, 0.8]}", "EV", NULL,
     "away from what the meter says"},

    {"lamps.kind", PARAM_NAMES, SCENE(lamps), 0, 0, "{choice: [strip, spot, mixed], weights: [5, 1, 2]}", "", "strip|spot|mixed",
     "of the ceiling"},
    {"lamps.color_k", PARAM_DIST, SCENE(color_k), 1500, 15000, "[3000, 5500]", "K", NULL, "colour temperature"},
    {"lamps.ambient", PARAM_DIST, SCENE(ambient), 0, 1, "[0.25, 0.5]", "", NULL, "share of the light that comes from everywhere"},
    {"lamps.flash", PARAM_NUMBER, SCENE(flash), 0, 1, "0.05", "", NULL, "probability of a flash beside the lens"},

    {"product.azimuth_deg", PARAM_DIST, SCENE(azimuth_deg), -180, 180, "{normal: [0, 25], clip: [-75, 75]}", "deg", NULL,
     "of the camera about the product; 0 = at its front, positive sees its right side"},
    {"product.elevation_deg", PARAM_DIST, SCENE(elevation_deg), -80, 85, "{normal: [8, 12], clip: [-20, 50]}", "deg", NULL,
     "positive sees it from above"},
    {"product.fill", PARAM_DIST, SCENE(product_fill), 0.05, 2, "[0.6, 0.95]", "", NULL,
     "longer side of its box as a share of the picture's; above 1 it is cut off"},
    {"product.offset", PARAM_DIST, SCENE(offset), -1, 1, "{normal: [0, 0.03], clip: [-0.15, 0.15]}", "", NULL,
     "of its middle from the picture's, as a share of the side; drawn for x and y"},
    {"product.backdrop", PARAM_NAMES, SCENE(backdrop), 0, 0, "{choice: [plain, gradient, shelf], weights: [1, 1, 3]}", "",
     "plain|gradient|shelf|photo|white", "what stands behind it; white: as in a shop's own pictures"},
    {"product.occluders", PARAM_WHOLE, SCENE(occluders), 0, 8, "{choice: [0, 1, 2], weights: [6, 2, 1]}", "", NULL,
     "things in front of it"},
    {"product.held", PARAM_NUMBER, SCENE(held), 0, 1, "0", "", NULL,
     "probability that a hand holds it; on a shelf none does"},

    {"render.engine", PARAM_NAME, SCENE(engine), 0, 0, "cycles", "", "cycles|raster",
     "cycles: ray-traced by Blender; raster: quick pictures in C", IN_SHELF},
    {"render.engine", PARAM_NAME, SCENE(engine), 0, 0, "raster", "", "cycles|raster",
     "cycles: ray-traced by Blender; raster: quick pictures in C", IN_PRODUCT},
    {"render.samples", PARAM_WHOLE, SCENE(samples), 1, 65536, "16", "a pixel", NULL, "of Cycles"},
    {"render.denoise", PARAM_FLAG, SCENE(denoise), 0, 0, "true", "", NULL, "by our own filter (docs/denoise.md)"},
    {"render.oidn", PARAM_FLAG, SCENE(oidn), 0, 0, "false", "", NULL, "by Blender's, where its build has it"},
    {"render.max_bounces", PARAM_INT, SCENE(max_bounces), 1, 64, "4", "", NULL, "of light; what glass and PET let through has twelve more"},
    {"render.supersample", PARAM_INT, SCENE(supersample), 1, 8, "2", "", NULL, "raster: samples of a pixel's side"},
    {"render.timeout_s", PARAM_NUMBER, SCENE(timeout_s), 0, 86400, "0", "s", NULL,
     "a frame may take; 0 = by its size; then Blender is replaced and the frame tried again"},

    {"labels.min_pixels", PARAM_INT, SCENE(min_pixels), 1, 1e6, "30", "px", NULL, "an item must show to be labeled"},
    {"labels.min_visible", PARAM_NUMBER, SCENE(min_visible), 0, 1, "0.03", "", NULL,
     "share of an item's silhouette that must be seen"},
    {"labels.min_text_px", PARAM_NUMBER, SCENE(min_text_px), 1, 1000, "6", "px", NULL, "height of a text that is labeled"},
    {"labels.min_text_visible", PARAM_NUMBER, SCENE(min_text_visible), 0, 1, "0.5", "", NULL, "share of it that must be seen"},
    {"labels.amodal_masks", PARAM_FLAG, SCENE(amodal_masks), 0, 0, "true", "", NULL, "also masks of what is hidden"},
    {"labels.instance_map", PARAM_FLAG, SCENE(instance_map), 0, 0, "true", "", NULL, "also write KEY.instance.png, 16 bit", IN_SHELF},
    {"labels.instance_map", PARAM_FLAG, SCENE(instance_map), 0, 0, "false", "", NULL, "also write KEY.instance.png, 16 bit", IN_PRODUCT},
    {"labels.depth_map", PARAM_FLAG, SCENE(depth_map), 0, 0, "false", "", NULL, "also write KEY.depth.png, 16 bit, 0.1 mm"},
    {"labels.normal_map", PARAM_FLAG, SCENE(normal_map), 0, 0, "false", "", NULL, "also write KEY.normal.png"},
    {"data.recipes", PARAM_STRINGS, LEARN_LIST(recipes), 0, 0, "", "", NULL,
     "recipes whose samples are made while training, of kind text for a reader, product or shelf for an embedder; beside this "
     "file or from the working folder"},
    {"data.datasets", PARAM_STRINGS, LEARN_LIST(datasets), 0, 0, "", "", NULL, "datasets to learn from as well"},
    {"data.dataset_share", PARAM_NUMBER, LEARN(dataset_share), 0, 1, "0.5", "", NULL,
     "of samples that come from datasets, where there are both"},
    {"data.augment", PARAM_STRING, LEARN(augment), 0, 0, "", "", NULL,
     "recipe whose effects distort pictures of datasets while training, of kind text for a reader, product or shelf for an embedder; "
     "nothing = as they are"},
    {"data.valid", PARAM_STRINGS, LEARN_LIST(valid), 0, 0, "", "", NULL, "datasets to evaluate on while training"},
    {"data.valid_samples", PARAM_INT, LEARN(valid_samples), 0, 100000, "400", "samples", NULL,
     "generated ones to evaluate on, of the recipes' split val where they have one"},
    {"data.height_px", PARAM_INT, LEARN(height_px), 16, 128, "32", "px", NULL, "that lines are scaled to; a multiple of 16", IN_READER},
    {"data.max_width_px", PARAM_INT, LEARN(max_width_px), 64, 8192, "768", "px", NULL,
     "longer lines are left out of training (and counted); reading has no limit", IN_READER},
    {"data.order", PARAM_NAME, LEARN(order), 0, 0, "visual", "", "visual|logical",
     "of the letters of a line: as they stand from left to right (top to bottom), or as they are spoken", IN_READER},
    {"data.alphabet", PARAM_STRING, LEARN(alphabet), 0, 0, "", "", NULL,
     "graphemes to tell apart; nothing = those of the generated text", IN_READER},
    {"data.fit", PARAM_NAME, LEARN(fit), 0, 0, "pad", "", "pad|stretch|crop",
     "how a picture becomes a square: with its mean colour beside it, stretched, or its middle", IN_EMBEDDER},
    {"data.jitter", PARAM_NUMBER, LEARN(jitter), 0, 0.5, "0", "", NULL,
     "pictures are taken larger, smaller and beside their place by up to this share of the side", IN_EMBEDDER},

    {"model.cnn", PARAM_NAME, LEARN(cnn), 0, 0, "vgg", "", "vgg|depthwise|fast", "kind of convolutions", IN_READER},
    {"model.width", PARAM_INT, LEARN(width), 16, 1024, "128", "channels", NULL, "of the last convolution; a multiple of 16", IN_READER},
    {"model.encoder", PARAM_NAME, LEARN(encoder), 0, 0, "bilstm", "", "bilstm|transformer", "what reads along the line", IN_READER},
    {"model.hidden", PARAM_INT, LEARN(hidden), 16, 1024, "128", "", NULL,
     "units of an LSTM's direction; a transformer has twice as many channels", IN_READER},
    {"model.layers", PARAM_INT, LEARN(layers), 0, 16, "2", "", NULL, "of the encoder", IN_READER},
    {"model.heads", PARAM_INT, LEARN(heads), 1, 32, "4", "", NULL, "of a transformer's attention", IN_READER},
    {"model.dropout", PARAM_NUMBER, LEARN(dropout), 0, 0.9, "0.1", "", NULL, "before the heads", IN_READER},
    {"model.tokens", PARAM_INT, LEARN(tokens), 0, 60000, "1000", "merges", NULL,
     "of the second head, which reads BPE tokens; 0 = no such head", IN_READER},
    {"model.token_weight", PARAM_NUMBER, LEARN(token_weight), 0, 1, "0.3", "", NULL,
     "of the second head's loss; the first has the rest", IN_READER},
    {"model.net", PARAM_NAME, LEARN(backbone), 0, 0, "resnet", "", "resnet|depthwise", "kind of blocks", IN_EMBEDDER},
    {"model.input_px", PARAM_INT, LEARN(input_px), 32, 256, "64", "px", NULL, "side of the square the net sees; a multiple of 16",
     IN_EMBEDDER},
    {"model.stem", PARAM_NAME, LEARN(stem), 0, 0, "half", "", "half|quarter",
     "what the first layer leaves of the side: 3 x 3 with stride 2, or 7 x 7 with stride 2 and pooling", IN_EMBEDDER},
    {"model.width", PARAM_INT, LEARN(width), 16, 2048, "128", "channels", NULL, "of the last stage; a multiple of 16", IN_EMBEDDER},
    {"model.depth", PARAM_INT, LEARN(depth), 1, 16, "1", "blocks", NULL, "a stage; there are four", IN_EMBEDDER},
    {"model.dims", PARAM_INT, LEARN(dims), 16, 1024, "128", "", NULL, "numbers of an embedding; a multiple of 16", IN_EMBEDDER},
    {"model.keep_classes", PARAM_FLAG, LEARN(keep_classes), 0, 0, "true", "", NULL,
     "write names and weights of the classes into the model, too: for transfer.remember", IN_EMBEDDER},
    {"model.start_from", PARAM_STRING, LEARN(start_from), 0, 0, "", "", NULL, "model file to begin with; nothing = at random"},

    {"loss.kind", PARAM_NAME, LEARN(loss), 0, 0, "arcface", "", "softmax|normalised|sphereface|cosface|arcface|combined",
     "what tells classes apart (docs/losses.md)"},
    {"loss.scale", PARAM_NUMBER, LEARN(loss_scale), -1, 1000, "-1", "", NULL,
     "of cosines; 0 = the length of each embedding; -1 = the paper's; softmax has none"},
    {"loss.m1", PARAM_NUMBER, LEARN(m1), -1, 10, "-1", "", NULL, "factor of the angle: sphereface, combined; -1 = the paper's"},
    {"loss.m2", PARAM_NUMBER, LEARN(m2), -1, 3, "-1", "rad", NULL, "added to the angle: arcface, combined; -1 = the paper's"},
    {"loss.m3", PARAM_NUMBER, LEARN(m3), -1, 2, "-1", "", NULL, "taken from the cosine: cosface, combined; -1 = the paper's"},
    {"loss.margin_warmup", PARAM_COUNT, LEARN(margin_warmup), 0, 1e9, "0", "steps", NULL, "in which the margin grows from nothing"},
    {"loss.sub_centres", PARAM_INT, LEARN(sub_centres), 1, 32, "1", "", NULL, "a class; the nearest counts"},
    {"loss.sampled_classes", PARAM_INT, LEARN(sampled_classes), 0, 1e6, "0", "", NULL,
     "that a step's softmax sees, those of its pictures among them; 0 = all"},
    {"loss.centre_weight", PARAM_NUMBER, LEARN(centre_weight), 0, 100, "0", "", NULL, "of the centre loss; 0 = none"},
    {"loss.centre_rate", PARAM_NUMBER, LEARN(centre_rate), 0, 1, "0.5", "", NULL, "by which centres follow"},

    {"heads.category", PARAM_NUMBER, LEARN(head[HEAD_CATEGORY]), 0, 100, "0", "", NULL, "weight of its loss; 0 = no such head"},
    {"heads.brand", PARAM_NUMBER, LEARN(head[HEAD_BRAND]), 0, 100, "0", "", NULL, "the same"},
    {"heads.shape", PARAM_NUMBER, LEARN(head[HEAD_SHAPE]), 0, 100, "0", "", NULL, "of the pack"},
    {"heads.color", PARAM_NUMBER, LEARN(head[HEAD_COLOR]), 0, 100, "0", "", NULL, "the pack's main colour, one of eleven"},
    {"heads.yaw", PARAM_NUMBER, LEARN(head[HEAD_YAW]), 0, 100, "0", "", NULL, "which side is seen"},
    {"heads.visible", PARAM_NUMBER, LEARN(head[HEAD_VISIBLE]), 0, 100, "0", "", NULL, "share of the product that is seen"},
    {"heads.box", PARAM_NUMBER, LEARN(head[HEAD_BOX]), 0, 100, "0", "", NULL, "of the texts on the pack, in the picture"},

    {"transfer.remember", PARAM_STRING, LEARN(remember), 0, 0, "", "", NULL,
     "model file whose answers the new net is to give as well, by a second embedding; nothing = none"},
    {"transfer.share", PARAM_NUMBER, LEARN(remember_share), 0, 1, "0.5", "", NULL, "of the gradient's norm that serves remembering"},
    {"transfer.scale", PARAM_NUMBER, LEARN(remember_scale), 0.1, 1000, "16", "", NULL, "of the cosines that are compared"},

    {"train.steps", PARAM_COUNT, LEARN(steps), 1, 1e9, "20000", "", NULL, "of learning"},
    {"train.batch", PARAM_INT, LEARN(batch), 1, 8192, "32", "samples", NULL, "a step, of all workers together"},
    {"train.workers", PARAM_INT, LEARN(workers), 0, 256, "0", "threads", NULL, "0 = one a core"},
    {"train.bf16", PARAM_FLAG, LEARN(bf16), 0, 0, "true", "", NULL, "bf16 arithmetic where the processor has it; weights stay fp32"},
    {"train.optimizer", PARAM_NAME, LEARN(optimizer), 0, 0, "adamw", "", "adamw|sgd", "how gradients become steps"},
    {"train.rate", PARAM_NUMBER, LEARN(rate), 1e-8, 10, "0.001", "", NULL, "of learning, at its highest"},
    {"train.warmup", PARAM_COUNT, LEARN(warmup), 0, 1e9, "500", "steps", NULL, "in which the rate grows from 0"},
    {"train.schedule", PARAM_NAME, LEARN(schedule), 0, 0, "cosine", "", "constant|cosine|plateau", "of the rate after that"},
    {"train.floor", PARAM_NUMBER, LEARN(floor), 0, 1, "0.01", "", NULL, "cosine: share of the rate that is left at the end"},
    {"train.decay", PARAM_NUMBER, LEARN(decay), 0, 1, "0.01", "", NULL, "of weights"},
    {"train.beta1", PARAM_NUMBER, LEARN(beta1), 0, 0.9999, "0.9", "", NULL, "Adam's first moment; SGD's momentum"},
    {"train.beta2", PARAM_NUMBER, LEARN(beta2), 0, 0.99999, "0.98", "", NULL, "Adam's second moment"},
    {"train.clip", PARAM_NUMBER, LEARN(clip), 0, 1e6, "5", "", NULL, "largest norm of the gradient; 0 = no limit"},
    {"train.outlier", PARAM_NUMBER, LEARN(outlier), 0, 1e6, "20", "", NULL,
     "a step whose gradient is this many times the usual is skipped; 0 = none is"},
    {"train.ema", PARAM_NUMBER, LEARN(ema), 0, 0.99999, "0.999", "", NULL, "average of the weights that is evaluated and saved; 0 = none"},
    {"train.freeze", PARAM_STRINGS, LEARN_LIST(freeze), 0, 0, "", "", NULL,
     "parameters that stay as model.start_from has them, by name: 'stem.*', 'stage[12].*'"},
    {"train.slow", PARAM_STRINGS, LEARN_LIST(slow), 0, 0, "", "", NULL, "parameters that learn at a part of the rate: 'stage*=0.1'"},
    {"train.eval_every", PARAM_COUNT, LEARN(eval_every), 1, 1e9, "1000", "steps", NULL, "from one evaluation to the next"},
    {"train.save_every", PARAM_COUNT, LEARN(save_every), 1, 1e9, "500", "steps", NULL, "what --resume goes on from"},
};
const size_t recipe_n_params = sizeof recipe_params / sizeof *recipe_params;

const struct source_key recipe_source_keys[] = {
    {"name", "text", false, "for records, hold-out and {name} in templates; default source-N"},
    {"lang", "text", false, "BCP 47 language, for shaping"},
    {"weight", "number", false, "how often it is drawn; default 1, 0 = only from templates"},
    {"take", "span|line|sentence|words", false, "how a piece is cut from a corpus"},
    {"spelling", "as-is|german-19c", false, "german-19c: modern German respelled as in books before 1901, with long s"},
    {"corpus", "list", true,
     "text files, folders, globs or names of shipped corpora; a path that ends in ? may be missing"},
    {"words", "list", true, "words, 'word<TAB>weight', or '@file' of such lines"},
    {"pattern", "text", true, "regex-like: '[A-Z]{2}-\\d{4}'"},
    {"template", "text", true, "other sources by name: '{item:<20} {price}'"},
};
const size_t recipe_n_source_keys = sizeof recipe_source_keys / sizeof *recipe_source_keys;
_Static_assert(sizeof recipe_source_keys / sizeof *recipe_source_keys <= MAX_SOURCE_KEYS, "raise it");
/* clang-format on */

const struct section recipe_sections[] = {
    {"", "top level", IN_ALL},
    {"image", "the picture", IN_PICTURES},
    {"text", "what is written", IN_TEXT},
    {"font", "what it is drawn with", IN_TEXT},
    {"split", "train, val, test", IN_PICTURES},
    {"legibility", "what a sample must reach", IN_TEXT},
    {"catalogue", "the products", IN_SCENES},
    {"planogram", "what stands where", IN_SCENES},
    {"camera", "where from, through which lens", IN_SCENES},
    {"lamps", "the light", IN_SCENES},
    {"product", "one product a picture", IN_PRODUCT},
    {"render", "how pictures are made", IN_SCENES},
    {"labels", "what is labeled", IN_SCENES},
    {"data", "what is learned from", IN_LEARN},
    {"model", "the network", IN_LEARN},
    {"loss", "what tells classes apart", IN_EMBEDDER},
    {"heads", "labels that are learned beside the classes; dropped from the model", IN_EMBEDDER},
    {"transfer", "what is kept of another model", IN_EMBEDDER},
    {"train", "how it learns", IN_LEARN},
};
const size_t recipe_n_sections = sizeof recipe_sections / sizeof *recipe_sections;

struct limits param_limits(const struct param *p)
{
    return (struct limits){
        .min = p->min,
        .max = p->max,
        .unit = p->unit,
        .names = p->names,
        .whole = p->type == PARAM_WHOLE || p->type == PARAM_COUNT || p->type == PARAM_INT,
    };
}

struct limits fx_limits(const struct fx_param *p)
{
    return (struct limits){.min = p->min, .max = p->max, .unit = p->unit, .names = p->names};
}

const char *param_leaf(const struct param *p)
{
    const char *dot = strchr(p->key, '.');
    return dot ? dot + 1 : p->key;
}

bool param_in(const struct param *p, const char *section)
{
    size_t len = (size_t)(param_leaf(p) - p->key);
    size_t want = *section ? strlen(section) + 1 : 0;
    return len == want && !strncmp(p->key, section, want ? want - 1 : 0);
}

unsigned param_kinds(const struct param *p)
{
    for (size_t s = 0; !p->kinds && s < recipe_n_sections; s++) {
        if (param_in(p, recipe_sections[s].name)) {
            return recipe_sections[s].kinds;
        }
    }
    return p->kinds;
}

/* Scenes come from a camera: what happens on paper or moves outlines is not for them, nor what moves the pixels that
 * maps of the scene are bound to. */
unsigned fx_kinds(int f)
{
    switch (fx_table[f].stage) {
    case FXS_WARP:
    case FXS_MARK:
    case FXS_INK:
    case FXS_PAPER:
        return IN_TEXT;
    case FXS_LIGHT:
        return IN_PICTURES;
    case FXS_CAMERA:
        return f == FX_resample ? IN_TEXT : IN_PICTURES;
    case FXS_SCANNER:
        return f == FX_recompress ? IN_PICTURES : IN_TEXT;
    }
    return 0;
}

void kinds_text(unsigned kinds, struct buf *out)
{
    const char *names = recipe_params[0].names, *name;
    size_t len;
    bool any = false;
    for (int k = 0; (name = names_at(names, k, &len)); k++) {
        if (kinds & 1u << k) {
            buf_printf(out, "%s%.*s", any ? ", " : "", (int)len, name);
            any = true;
        }
    }
}

const struct param *param_find(const char *section, const char *leaf, int kind)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        const struct param *p = &recipe_params[i];
        if ((param_kinds(p) & 1u << kind) && param_in(p, section) && !strcmp(param_leaf(p), leaf)) {
            return p;
        }
    }
    return NULL;
}

int fx_find(const char *name, size_t len)
{
    for (int f = 0; f < FX_COUNT; f++) {
        if (strlen(fx_table[f].key) == len && !memcmp(fx_table[f].key, name, len)) {
            return f;
        }
    }
    return -1;
}
