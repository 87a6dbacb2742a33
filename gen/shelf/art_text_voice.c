// SPDX-License-Identifier: MIT
/*
 * art_text_voice - which face speaks: voices of packs and the fonts that have them.
 */
#include "shelf/art_text.h"

#include <stdio.h>
#include <string.h>

#include "font/fontset.h"
#include "text/layout.h"

/* "family|style" in order of preference; a style that is empty is any. */
/* clang-format off */
static const char *const voices[VOICE_COUNT][7] = {
    [VOICE_PLAIN] = {"Roboto|Regular", "Lato|Regular", "Liberation Sans|Regular", "DejaVu Sans|Book"},
    [VOICE_PLAIN_BOLD] = {"Roboto|Bold", "Lato|Bold", "DejaVu Sans|Bold", "Liberation Sans|Bold"},
    [VOICE_HEAVY] = {"Lato|Black", "Roboto|Black", "DejaVu Sans|Bold"},
    [VOICE_LIGHT] = {"Lato|Light", "Roboto|Light", "DejaVu Sans|Book"},
    [VOICE_NARROW] = {"Roboto Condensed|Regular", "Roboto Condensed|Light", "Liberation Sans Narrow|Regular"},
    [VOICE_NARROW_BOLD] = {"Roboto Condensed|Bold", "Open Sans Condensed|Bold", "DejaVu Sans|Condensed Bold"},
    [VOICE_POSTER] = {"Bebas Neue|Bold", "Roboto Condensed|Bold", "DejaVu Sans|Bold"},
    [VOICE_FRIENDLY] = {"Yanone Kaffeesatz|Bold", "Cabin|Bold", "DejaVu Sans|Bold"},
    [VOICE_GEOMETRIC] = {"TeX Gyre Adventor|Bold", "Lato|Heavy", "DejaVu Sans|Bold"},
    [VOICE_GEOMETRIC_THIN] = {"TeX Gyre Adventor|Regular", "Lato|Light", "DejaVu Sans|Book"},
    [VOICE_SLAB] = {"TeX Gyre Bonum|Bold", "TeX Gyre Schola|Bold", "DejaVu Serif|Bold", "DejaVu Serif|Book"},
    [VOICE_SERIF] = {"TeX Gyre Pagella|Regular", "EB Garamond|12 Regular", "Liberation Serif|Regular",
        "DejaVu Serif|Book"},
    [VOICE_SERIF_HEAVY] = {"Vollkorn|Black", "TeX Gyre Schola|Bold", "Liberation Serif|Bold",
        "DejaVu Serif|Book"},
    [VOICE_SERIF_ITALIC] = {"TeX Gyre Bonum|Bold Italic", "Vollkorn|Bold Italic",
        "TeX Gyre Pagella|Bold Italic", "Liberation Serif|Bold Italic", "DejaVu Serif|Book"},
    [VOICE_DIDONE] = {"GFS Didot|Bold", "Old Standard TT|Bold", "Liberation Serif|Bold", "DejaVu Serif|Book"},
    [VOICE_SCRIPT] = {"Dancing Script|Regular", "TeX Gyre Chorus|", "DejaVu Serif|Book"},
    [VOICE_SCRIPT_BOLD] = {"Dancing Script|Bold", "TeX Gyre Chorus|", "DejaVu Serif|Book"},
    [VOICE_CODE] = {"OCR B|", "Liberation Mono|Regular", "DejaVu Sans Mono|Book", "DejaVu Sans|Book"},
};
/* clang-format on */

static const struct face *find_face(const struct fontset *fs, const char *name)
{
    const char *bar = strchr(name, '|');
    size_t family = bar ? (size_t)(bar - name) : strlen(name);
    for (size_t i = 0; i < fontset_count(fs); i++) {
        const struct face *f = fontset_face(fs, i);
        if (strlen(f->family) == family && !strncmp(f->family, name, family) &&
            (!bar || !bar[1] || !strcmp(f->style, bar + 1))) {
            return f;
        }
    }
    return NULL;
}

void art_type_init(struct art_type *t, const struct fontset *fonts)
{
    *t = (struct art_type){.fonts = fonts, .shaper = shaper_new()};
    for (int v = 0; v < VOICE_COUNT; v++) {
        for (int i = 0; i < 7 && voices[v][i] && !t->voice[v]; i++) {
            t->voice[v] = find_face(fonts, voices[v][i]);
        }
        if (!t->voice[v]) {
            t->voice[v] = fontset_face(fonts, 0);
        }
    }
}

void art_type_release(struct art_type *t)
{
    shaper_free(t->shaper);
    *t = (struct art_type){0};
}

/* The cut of a family that is nearest to what a voice wants: heavy voices want the heaviest. */
static const struct face *cut_of(const struct fontset *fs, const char *family, enum art_voice v)
{
    static const char *const heavy[] = {"Black", "ExtraBold", "Heavy", "Bold", "12 Bold"};
    bool light = v == VOICE_PLAIN || v == VOICE_LIGHT || v == VOICE_NARROW || v == VOICE_GEOMETRIC_THIN ||
                 v == VOICE_SERIF;
    char name[200];
    for (size_t i = 0; i < sizeof heavy / sizeof *heavy && !light && strlen(family) < 150; i++) {
        snprintf(name, sizeof name, "%s|%s", family, heavy[i]);
        const struct face *f = find_face(fs, name);
        if (f) {
            return f;
        }
    }
    snprintf(name, sizeof name, "%.150s|Regular", family);
    const struct face *f = find_face(fs, name);
    return f ? f : find_face(fs, family);
}

struct art_style art_style(const struct art_sheet *s, enum art_voice v, const char *family, bool upper)
{
    const struct face *f = family ? cut_of(s->type->fonts, family, v) : NULL;
    return (struct art_style){.face = f ? f : s->type->voice[v], .upper = upper};
}
